"""Garbage is looked for once an answer is out; what came to stay is left out from then on."""

import subprocess
import sys

import pytest

BEGIN = '''
import gc, weakref
from nammanh.platform import memory

class Knot:
    def __init__(self):
        self.me = self

def old_knot():
    """Garbage that only a look through all finds: it was in use when the younger ones were looked at."""
    held = Knot()
    gc.collect(1)
    return weakref.ref(held)

def many_pages():
    while gc.get_count()[2] < memory.ROUNDS:
        young = [[] for _number in range(2_000)]

looked = []
gc.callbacks.append(lambda phase, info: looked.append(phase) if info["generation"] == 2 else None)
memory.settle()
looked.clear()
knot = old_knot()
'''


def told(code: str) -> None:
    """In a process of its own: the collector is one for all of it."""
    run = subprocess.run([sys.executable, "-c", BEGIN + code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("stays", [0, 30_000])
def test_all_is_looked_through_only_after_an_answer_and_garbage_goes(stays):
    told(f"""
kept = [[] for _number in range({stays})]
memory.tidy()
assert looked == [] and knot()
many_pages()
assert looked == [] and knot()
before = gc.get_freeze_count()
memory.tidy()
assert looked == ["start", "stop"] and not knot()
assert (gc.get_freeze_count() > before) is bool(kept)
""")


def test_what_is_left_out_of_the_looking_does_not_hide_later_garbage():
    told("""
kept = [[] for _number in range(30_000)]
for _answer in range(3):
    later = old_knot()
    many_pages()
    memory.tidy()
    assert not later()
assert len(gc.get_objects()) < memory.MANY
""")
