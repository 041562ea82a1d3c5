"""Looking for garbage that refers to itself, when nobody waits for a page.

Python does so in the middle of one, through all that lives: with the templates of fifty pages loaded that takes 0.1 s.
A worker of the server, and the bench like it, looks once an answer is out, and no more at what came to stay.
"""

import gc

ROUNDS = 20
"""Collections of young objects from one look through all to the next: some ten pages."""
MANY = 20_000
"""Objects that are still there after a look: loaded for good, a page holds a tenth of it."""

_NEVER = 1_000_000


def settle() -> None:
    """At the start of a process: what was loaded stays, and from now on `tidy` looks through all."""
    gc.collect()
    gc.freeze()
    young, middle, _old = gc.get_threshold()
    gc.set_threshold(young, middle, _NEVER)


def tidy() -> None:
    """After an answer. What another thread holds just now is freed as ever, when nothing refers to it any more."""
    if gc.get_count()[2] < ROUNDS:
        return
    gc.collect()
    if len(gc.get_objects()) > MANY:
        gc.freeze()
