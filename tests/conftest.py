"""Settings for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# In CI a law is tried on the same examples each time, so that a run says something about the change at hand; at a
# desk the examples differ, and `GUARDRAILS_EXAMPLES` asks for more of them.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

# The scanners run where a test asks for them: each start of one costs seconds, and Checkov lives in an environment of
# its own.
for scanner in ("GUARDRAILS_CHECKOV", "GUARDRAILS_CFN_LINT"):
    os.environ[scanner] = "0"

# What a test finds is asked anew: nothing is remembered from other tests, and the user's cache stays as it is.
os.environ.setdefault("GUARDRAILS_CACHE", "0")
