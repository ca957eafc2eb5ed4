"""Which rule speaks for which problem of the parser: every code has exactly one, so nothing is said twice or never."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from guardrails.lint.subjects.subject import Subject, actions, raw_at
from guardrails.model.finding import Finding, Fix, Rule, Severity
from guardrails.model.policy.document import Effect, Element, Statement
from guardrails.model.policy.placeholders import placeholders_in
from guardrails.model.policy.problem import Problem
from guardrails.model.source import Location, Pointer

CODES_BY_RULE: Final[dict[str, tuple[str, ...]]] = {
    "LINT-001": (
        *("too-long", "utf-16", "not-utf-8", "byte-order-mark", "empty", "not-json", "comment", "trailing-comma"),
        *("trailing-text", "smart-quote", "single-quote", "duplicate-key", "not-finite", "too-deep", "bad-character"),
        "too-many-problems",
    ),
    "LINT-002": ("bad-version", "missing-version", "old-version"),
    "LINT-004": (
        *("not-an-object", "unknown-element", "missing-element", "wrong-type", "empty-list", "bad-effect"),
        *("both-action-and-notaction", "both-resource-and-notresource", "both-principal-and-notprincipal"),
        *("bad-principal", "missing-resource", "empty-condition", "duplicate-condition"),
        *("principal-in-scp", "principal-in-identity-policy", "principal-required", "id-in-scp"),
        *("id-in-identity-policy", "rcp-allow", "rcp-principal", "rcp-not-principal", "rcp-not-action"),
        "rcp-bare-star",
    ),
    "LINT-005": ("bad-sid", "duplicate-sid"),
    "LINT-007": ("bad-action",),
    "LINT-008": ("bad-condition-key",),
    "LINT-010": ("bad-operator", "bad-operator-case", "null-if-exists", "null-with-set-operator", "bad-null-value"),
    "LINT-018": ("bad-resource",),
}
"""The codes of `model.policy.problem.CODES` by the id of the rule that reports them."""

RULE_BY_CODE: Final[dict[str, str]] = {code: rule for rule, codes in CODES_BY_RULE.items() for code in codes}


def problems_of(subject: Subject, rule: Rule) -> Iterator[Problem]:
    """Yield the problems of a document that the rule reports; what only a placeholder causes is left to LINT-027."""
    for problem in subject.problems:
        if RULE_BY_CODE[problem.code] == rule.id and not _is_placeholder(subject, problem.location.pointer):
            yield problem


def _is_placeholder(subject: Subject, pointer: Pointer) -> bool:
    value = raw_at(subject.value, pointer)
    texts = (value, pointer[-1] if pointer else "")
    return any(isinstance(text, str) and bool(placeholders_in(text)) for text in texts)


def finding_of(
    subject: Subject,
    rule: Rule,
    problem: Problem,
    *,
    message: str = "",
    help: str = "",
    severity: Severity | None = None,
    token: str = "",
    fix: Fix | None = None,
) -> Finding:
    """Return a problem as a finding of the rule, in the problem's own words and severity unless others are given."""
    finding = subject.report(
        rule,
        problem.location.pointer,
        message or problem.message,
        help or problem.help,
        severity=severity or problem.severity,
        token=token,
        fix=fix,
    )
    place = Location(subject.file, problem.location.pointer, problem.location.span)
    return replace(finding, location=place, sid=_sid_around(subject, problem.location.pointer))


def action_lists(subject: Subject) -> Iterator[tuple[Statement, list[tuple[str, Pointer]]]]:
    """Yield each statement with the patterns of its `Action` or `NotAction` and where they stand.

    Also those that are not judged otherwise because of a malformed action, without that one: what a name beside it is
    worth does not hang on it. Their resources and conditions are left out.
    """
    for statement in subject.statements:
        yield statement, list(actions(subject, statement))
    malformed = [one.location.pointer for one in subject.problems if one.code == "bad-action"]
    for place in dict.fromkeys(pointer[:-1] for pointer in malformed if isinstance(pointer[-1], int)):
        texts, around = raw_at(subject.value, place), raw_at(subject.value, place[:-1])
        effect = around.get("Effect") if isinstance(around, Mapping) else None
        if effect not in ("Allow", "Deny") or not isinstance(texts, list) or not all(map(_is_plain, texts)):
            continue
        element = Element(tuple(texts), negated=place[-1] == "NotAction")
        statement = Statement(Effect(effect), element, sid=_sid_around(subject, place), pointer=place[:-1])
        listed = [(text, (*place, at)) for at, text in enumerate(texts) if (*place, at) not in malformed]
        yield statement, listed


def _is_plain(text: object) -> bool:
    return isinstance(text, str) and not placeholders_in(text)


def _sid_around(subject: Subject, pointer: Pointer) -> str:
    """Return the `Sid` of the statement that the place is in; empty where there is none."""
    depth = 2 if len(pointer) > 1 and isinstance(pointer[1], int) else 1
    sid = raw_at(subject.value, (*pointer[:depth], "Sid")) if pointer[:1] == ("Statement",) else None
    return sid if isinstance(sid, str) else ""
