"""The corpus is complete and well-formed: every numbered case is there, each entry has a source and an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

CORPUS = Path(__file__).parent
FILES = sorted(path for path in CORPUS.glob("*/*.yaml") if path.parent.name != "proofs")
AREAS = {"levels": "L", "language": "F", "conditions": "K", "actions-resources": "R", "guardrails": "G"}
BASE_COUNTS = {"L": 32, "F": 10, "K": 57, "R": 29, "G": 22}
ANSWERS = {"allow", "explicit-deny", "implicit-deny", "unknown"}
SECTIONS = {"shared", "cases", "documents", "quotas"}
CASE_KEYS = {
    *("id", "note", "source", "breaks", "gap", "expect"),
    *("principal", "management_account", "action", "resource", "resources", "requests"),
    *("resource_account", "resource_management_account", "context", "unknown"),
    *("scps", "rcps", "identity", "boundary", "session", "resource_policy"),
}
REQUEST_KEYS = {"action", "resource", "context"}
DOCUMENT_KEYS = {"id", "note", "source", "type", "document", "text", "problems"}
QUOTA_KEYS = {"id", "note", "source", "quota", "value", "limit", "expect"}
IDENTIFIER = re.compile(r"([LFKRG])(\d\d[a-z]?|[M9]\d{2,3})\Z")


@cache
def read(path: Path) -> dict[str, Any]:
    """Return one file of the corpus."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def entries(section: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield every entry of a section, with its file."""
    for path in FILES:
        for entry in read(path).get(section, []):
            yield path, entry


def everything() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the entries of all sections."""
    for section in ("cases", "documents", "quotas"):
        yield from entries(section)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_file_holds_known_sections(path: Path) -> None:
    content = read(path)
    assert path.parent.name in AREAS
    assert set(content) <= SECTIONS
    assert any(content.get(section) for section in SECTIONS - {"shared"})


def test_every_numbered_case_is_present() -> None:
    present = {entry["id"][:3] for _, entry in everything()}
    expected = {f"{area}{number:02}" for area, count in BASE_COUNTS.items() for number in range(1, count + 1)}
    assert len(expected) == 150
    assert expected - present == set()
    assert {name for name in present if name[1] not in "M9"} - expected == set()


def test_identifiers_are_unique_and_stand_in_their_area() -> None:
    seen: set[str] = set()
    for path, entry in everything():
        match = IDENTIFIER.match(entry["id"])
        assert match, entry["id"]
        assert match[1] == AREAS[path.parent.name], entry["id"]
        assert entry["id"] not in seen, entry["id"]
        seen.add(entry["id"])


def test_every_entry_has_a_note_and_a_source() -> None:
    for _, entry in everything():
        assert isinstance(entry["note"], str) and entry["note"].strip(), entry["id"]
        assert entry["source"].startswith("https://"), entry["id"]


def test_cases_have_the_documented_form() -> None:
    for _, case in entries("cases"):
        assert set(case) <= CASE_KEYS, case["id"]
        assert case["expect"] in ANSWERS, case["id"]
        assert isinstance(case["principal"], str), case["id"]
        assert case.get("gap", False) is False or case["expect"] == "allow", case["id"]
        assert ("requests" in case) != ("action" in case), case["id"]
        _check_requests(case)
        _check_context(case["id"], case.get("context", {}))
        _check_policies(case)


def _check_requests(case: dict[str, Any]) -> None:
    if "requests" not in case:
        assert ("resource" in case) != ("resources" in case), case["id"]
        return
    assert case["requests"] and "context" not in case, f"{case['id']}: the context of each request stands in it"
    for request in case["requests"]:
        assert {"action", "resource"} <= set(request) <= REQUEST_KEYS, case["id"]
        _check_context(case["id"], request.get("context", {}))


def _check_context(identifier: str, context: dict[str, Any]) -> None:
    for value in context.values():
        values = value if isinstance(value, list) else [value]
        assert all(isinstance(one, str) for one in values), f"{identifier}: context values are text"


def _check_policies(case: dict[str, Any]) -> None:
    for levels in (case["scps"], case.get("rcps", [])):
        assert all(isinstance(level, list) for level in levels), case["id"]
        assert len(levels) <= 7, case["id"]
        assert all("Statement" in document for level in levels for document in level), case["id"]
    for document in [*case.get("identity", []), *(case[key] for key in ("boundary", "session") if key in case)]:
        assert "Statement" in document, case["id"]


def test_cases_beyond_the_numbered_ones_name_the_rule_they_guard() -> None:
    for _, case in entries("cases"):
        assert case["id"][1] not in "M9" or case.get("breaks"), case["id"]


def test_documents_and_quotas_have_the_documented_form() -> None:
    for _, document in entries("documents"):
        assert set(document) <= DOCUMENT_KEYS, document["id"]
        assert ("document" in document) != ("text" in document), document["id"]
        assert isinstance(document["problems"], list), document["id"]
    for _, quota in entries("quotas"):
        assert set(quota) == QUOTA_KEYS, quota["id"]
        assert quota["expect"] == ("ok" if quota["value"] <= quota["limit"] else "exceeded"), quota["id"]


@cache
def _operators_and_answers() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for path, case in entries("cases"):
        if path.parent.name != "conditions":
            continue
        for document in [*(one for level in case["scps"] for one in level), *case.get("identity", [])]:
            statements = document["Statement"]
            for statement in statements if isinstance(statements, list) else [statements]:
                for operator in statement.get("Condition", {}):
                    found.setdefault(operator, set()).add(case["expect"])
    return found


POSITIVE = {
    *(
        "StringEquals",
        "StringEqualsIgnoreCase",
        "StringLike",
        "ArnEquals",
        "ArnLike",
        "Bool",
        "BinaryEquals",
        "IpAddress",
    ),
    *(f"{kind}{rest}" for kind in ("Numeric", "Date") for rest in ("Equals", "LessThan", "LessThanEquals")),
    *(f"{kind}{rest}" for kind in ("Numeric", "Date") for rest in ("GreaterThan", "GreaterThanEquals")),
}
NEGATED = {
    *("StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "ArnNotEquals", "ArnNotLike"),
    *("NumericNotEquals", "DateNotEquals", "NotIpAddress"),
}


@pytest.mark.parametrize("operator", sorted(POSITIVE | NEGATED | {"Null"}))
def test_every_operator_is_met_not_met_and_unknown(operator: str) -> None:
    answers = _operators_and_answers()
    assert {"allow", "explicit-deny", "unknown"} <= answers[operator]
    if operator != "Null":
        assert {"allow", "explicit-deny"} <= answers[f"{operator}IfExists"]


@pytest.mark.parametrize("quantifier", ["ForAllValues", "ForAnyValue"])
@pytest.mark.parametrize("operator", ["StringEquals", "StringNotEquals", "StringLike"])
def test_every_set_operator_is_met_and_not_met(quantifier: str, operator: str) -> None:
    assert {"allow", "explicit-deny"} <= _operators_and_answers()[f"{quantifier}:{operator}"]
