"""Settings for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# In CI a law is tried on the same examples each time, so that a run says something about the change at hand; at a
# desk the examples differ, and `GUARDRAILS_EXAMPLES` asks for more of them.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
