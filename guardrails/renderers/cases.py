"""Test cases as JUnit XML for findings: each with the outcome that its element counts for.

Source: https://github.com/testmoapp/junitxml (2026-09)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from guardrails.model.finding import Finding
from guardrails.renderers.junit import attribute
from guardrails.renderers.table import clean


class Case(NamedTuple):
    """A test case as XML; `outcome` is the name of the element that counts, empty where it passed."""

    outcome: str
    text: str


def document(suites: Mapping[str, Sequence[Case]]) -> str:
    """Return the suites by their names, with counts."""
    every = [case for cases in suites.values() for case in cases]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {_counts(every)}>"]
    for name, cases in suites.items():
        lines += [f"<testsuite name={quoted(name)} {_counts(cases)}>", *(one.text for one in cases), "</testsuite>"]
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _counts(cases: Sequence[Case]) -> str:
    of = [case.outcome for case in cases]
    failures, errors, skipped = of.count("failure"), of.count("error"), of.count("skipped")
    return f'tests="{len(of)}" failures="{failures}" errors="{errors}" skipped="{skipped}"'


def case(group: str, name: str, place: Mapping[str, str], outcome: str, inside: str) -> Case:
    """Return one case with the XML of what is inside of it."""
    placed = "".join(f" {key}={quoted(value)}" for key, value in place.items())
    start = f"  <testcase classname={quoted(group)} name={quoted(name)}{placed}"
    return Case(outcome, f"{start}>\n    {inside}\n  </testcase>" if inside else f"{start}/>")


def failure(type: str, message: str, lines: Iterable[str]) -> str:
    """Return the element of a case that failed."""
    return f"<failure type={quoted(type)} message={quoted(message)}>{_body(lines)}</failure>"


def remark(lines: Iterable[str]) -> str:
    """Return the element of a case that passed and says something."""
    return f"<system-out>{_body(lines)}</system-out>"


def empty(element: str, message: str) -> str:
    """Return an element with a message and nothing else: `<skipped message="..."/>`."""
    return f"<{element} message={quoted(message)}/>"


def place_attributes(finding: Finding) -> dict[str, str]:
    """Return file and line of a finding, the latter where it is known."""
    span = finding.location.span
    return {"file": finding.location.file} | ({"line": str(span.line)} if span else {})


def _body(lines: Iterable[str]) -> str:
    return attribute("\n".join(clean(line) for line in lines))[1:-1]


def quoted(value: str) -> str:
    """The quoted attribute; what does not print stands escaped, so that it can be told apart."""
    return attribute(clean(value))
