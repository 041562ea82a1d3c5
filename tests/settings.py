"""The portal's settings in test mode, however pytest was started."""

import os

os.environ["NAMMANH_ENV"] = "test"

from nammanh.settings import *  # noqa: F403

STATIC_ROOT = None  # nothing is collected for tests; the finders serve what a page asks for
