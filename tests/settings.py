"""The portal's settings in test mode, however pytest was started."""

import os

os.environ["NAMMANH_ENV"] = "test"

from nammanh.platform.catalogue import compile_catalogues
from nammanh.settings import *  # noqa: F403
from nammanh.settings import DATA_DIR, LOCALE_PATHS

compile_catalogues(LOCALE_PATHS)  # before anything is translated: catalogues are read once

STATIC_ROOT = None  # nothing is collected for tests; the finders serve what a page asks for
MEDIA_ROOT = DATA_DIR / "test-media"
