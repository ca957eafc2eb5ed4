"""What is wrong with a ledger of requirements: every row, artefact, test and rule that does not hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from guardrails.commands.pages import all_rules, group_of
from guardrails.files.evidence import missing_artefact, missing_test
from guardrails.files.reading import inside
from guardrails.files.requirements import COVERED, FILE_NAME, Ledger, Row
from guardrails.files.scenarios import ScenarioFile, read_scenarios
from guardrails.model.finding import Rule

_RULE_ID = re.compile(r"[A-Z]+-\d+|CKV\d?_[A-Z]+_\d+|[EWI]\d{4}")


def problems(ledger: Ledger, root: Path) -> Iterator[str]:
    """Yield one line for each problem, located where the ledger has a place for it."""
    if not ledger.rows:
        yield f"{FILE_NAME}: the ledger has no rows"
    yield from _of_ids(ledger)
    rules = {rule.id: rule for rule in all_rules()}
    for row in ledger.rows:
        for problem in (*_of_status(row), *_of_evidence(row, root, rules)):
            yield f"{FILE_NAME}:{row.line}: {row.id}: {problem}"
    yield from _of_rules(ledger, rules)
    yield from _of_scenarios(ledger, root)


def _of_ids(ledger: Ledger) -> Iterator[str]:
    known = Counter(ledger.ids)
    for id, times in known.items():
        if times > 1:
            yield f"{FILE_NAME}: {id} stands in series {times} times"
    seen: dict[str, int] = {}
    for row in ledger.rows:
        if row.id not in known:
            yield f"{FILE_NAME}:{row.line}: {row.id} is an unknown row: no series has it"
        if row.id in seen:
            yield f"{FILE_NAME}:{row.line}: {row.id} is a duplicate of line {seen[row.id]}"
        seen.setdefault(row.id, row.line)
    for id in known:
        if id not in seen:
            yield f"{FILE_NAME}: {id} is missing: its series has it, but no row says what becomes of it"


def _of_status(row: Row) -> Iterator[str]:
    if row.status == COVERED:
        if not row.artefacts:
            yield "is covered, but names no artefact"
        if not row.tests:
            yield "is covered, but names no test"
    elif not row.reason:
        yield f"is {row.status}, but gives no reason"
    if row.status in ("partly", "documented") and not row.artefacts:
        yield f"is {row.status}, but names no artefact"


def _of_evidence(row: Row, root: Path, rules: dict[str, Rule]) -> Iterator[str]:
    for kind, names in (("artefact", row.artefacts), ("test", row.tests)):
        for name, times in Counter(names).items():
            if times > 1:
                yield f"names the {kind} {name} {times} times"
    for name in dict.fromkeys(row.artefacts):
        if is_rule_id(name):
            if name not in rules:
                yield f"names the rule {name}, which does not exist"
        elif missing := missing_artefact(root, name):
            yield f"artefact: {missing}"
    for name in dict.fromkeys(row.tests):
        if missing := missing_test(root, name):
            yield f"test: {missing}"


def is_rule_id(name: str) -> bool:
    """Whether an artefact has the form of a rule id, such as LINT-011, CKV_LZ_005 or E9105, and not that of a path."""
    return _RULE_ID.fullmatch(name) is not None


def _of_rules(ledger: Ledger, rules: dict[str, Rule]) -> Iterator[str]:
    groups = {group_of(id) for id in rules}
    for group in ledger.rule_groups:
        if group not in groups:
            yield f"{FILE_NAME}: there is no group of rules {group!r}; there are {', '.join(sorted(groups))}"
    named: dict[str, set[str]] = {}
    for row in ledger.rows:
        for artefact in row.artefacts:
            named.setdefault(artefact, set()).add(row.id)
    ids = set(ledger.ids)
    for id, rule in rules.items():
        if group_of(id) not in ledger.rule_groups:
            continue
        if id not in named:
            yield f"{FILE_NAME}: {id} ({rule.slug}) is an orphan: no row names it"
        for own in rule.rows:
            if own not in ids:
                yield f"{FILE_NAME}: {id} says that it is for {own}, which is an unknown row"
            elif own not in named.get(id, ()):
                yield f"{FILE_NAME}: {id} says that it is for {own}, which does not name it"


def _of_scenarios(ledger: Ledger, root: Path) -> Iterator[str]:
    ids = set(ledger.ids)
    for folder in ledger.scenarios:
        files = sorted((root / folder).rglob("*.yaml")) if inside(folder) else []
        if not files:
            yield f"{FILE_NAME}: {folder} holds no scenario files"
        for file in files:
            read = read_scenarios(file, root)
            yield from (f"{read.file}: {one.message}" for one in read.findings[:1])
            for scenario in read.form.scenarios if isinstance(read.form, ScenarioFile) else ():
                for row in scenario.rows:
                    if row not in ids:
                        name = scenario.id or scenario.note or scenario.request
                        yield f"{read.file}: {name} says that it is for {row}, which is an unknown row"
