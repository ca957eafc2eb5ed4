"""A headless Chromium for tests: where it is, and what happens without one."""

from __future__ import annotations

import os
import shutil

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VARIABLE = "CHROMIUM"


def chromium() -> str:
    """Return the program that CHROMIUM names, or one on PATH.

    Without one, CI fails; at a desk the test is skipped, and says why.
    """
    named = os.environ.get(VARIABLE)
    found = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    missing = f"{VARIABLE} names {named}, which is no program" if named else f"none of {', '.join(NAMES)} is on PATH"
    if os.environ.get("CI"):
        pytest.fail(f"CI looks at the report in a browser: {missing}", pytrace=False)
    pytest.skip(f"{missing}; set {VARIABLE}, or run make browser")
