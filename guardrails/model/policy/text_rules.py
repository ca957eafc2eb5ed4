"""Rules that are broken before there is a document: the reader of files and the lints both report them."""

from __future__ import annotations

from guardrails.model.finding import Rule, Severity

PLACEHOLDER = Rule(
    "LINT-027",
    "placeholder",
    "No placeholder is left in a document.",
    Severity.ERROR,
)
REMOTE_CONTENT = Rule(
    "LINT-028",
    "remote-content",
    "A policy's text stands in the repository, not behind an address.",
    Severity.WARNING,
)
