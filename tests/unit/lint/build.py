"""Subjects and surroundings for tests, made as `guardrails check` makes them for a bare folder of policy files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from guardrails.lint.subjects.subject import Subject
from guardrails.lint.subjects.surroundings import Surroundings
from guardrails.model.policy.document import PolicyType
from guardrails.model.policy.parse import parse_leniently

TODAY = date(2026, 11, 21)


def subject(policy: Mapping[str, Any] | str, type: PolicyType = PolicyType.SCP, name: str = "example") -> Subject:
    """Return a document as a lint sees it, from its text or from decoded JSON."""
    text = policy if isinstance(policy, str) else json.dumps(policy, indent=2) + "\n"
    read = parse_leniently(text, type, f"{name}.json")
    value = read.value if isinstance(read.value, Mapping) else None
    return Subject(name, f"{name}.json", type, value, read.document, read.problems, text)


def alone(one: Subject) -> Surroundings:
    """Return the surroundings of a document that nothing is known about."""
    return Surroundings(TODAY, (one,))
