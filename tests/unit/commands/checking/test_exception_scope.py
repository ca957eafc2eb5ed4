"""What exceptions open, held to their scope by the prover."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guardrails.commands.checking import exception_scope
from guardrails.model.difference import Difference
from guardrails.model.finding import Finding, Severity
from tests.unit.commands.checking.test_invariants import EXCEPTION, STOP
from tests.unit.lint.project import labs, load, project_from, workloads

MIGRATION = {"principals": {"migration": ["arn:aws:iam::*:role/migration"]}}
TWO = {"root": {"scps": ["FullAWSAccess"], "ous": [workloads("guard"), labs("guard")]}}


def found(folder: Path, scope: dict[str, Any], mechanism: str, **more: Any) -> list[Finding]:
    exception = {**EXCEPTION, "scope": scope, "mechanism": mechanism}
    if mechanism == "detach":
        del exception["statement"]
    project = load(project_from(folder, {"exceptions": [exception], **more}, {"guard": STOP}))
    return list(exception_scope.check(project))


@pytest.mark.parametrize(
    ("scope", "mechanism"),
    [
        ({"account": "Dev"}, "account"),
        ({"account": "Dev", "principal": "role/migration"}, "principal"),
        ({"principal": "migration"}, "principal"),
        ({"resource": "arn:aws:cloudtrail:*:*:trail/trial"}, "resource"),
        ({"node": "Workloads"}, "detach"),
    ],
)
def test_an_exception_that_opens_what_it_says_is_silent(tmp_path: Path, scope: dict[str, Any], mechanism: str) -> None:
    assert not found(tmp_path, scope, mechanism, **MIGRATION, **TWO)


@pytest.mark.parametrize(
    ("scope", "mechanism", "where", "shown"),
    [
        ({"account": "Dev", "principal": "role/migration"}, "account", "Dev", "role/Developer"),
        ({"account": "Dev", "principal": "migration"}, "principal", "Lab", "role/migration"),
        ({"account": "Dev", "resource": "arn:aws:cloudtrail:*:*:trail/trial"}, "resource", "Lab", "trail/trial"),
        ({"account": "Dev", "resource": "arn:aws:cloudtrail:*:*:trail/trial"}, "account", "Dev", "trail/example"),
        ({"node": "Workloads", "principal": "role/migration"}, "detach", "Dev", "role/Developer"),
    ],
)
def test_an_exception_that_opens_more_is_a_warning_with_a_request(
    tmp_path: Path, scope: dict[str, Any], mechanism: str, where: str, shown: str
) -> None:
    (finding,) = found(tmp_path, scope, mechanism, **MIGRATION, **TWO)
    assert (finding.rule, finding.severity) == ("ORG-032", Severity.WARNING)
    assert finding.message.startswith("EX-1 opens more than its scope says: cloudtrail:StopLogging")
    assert finding.message.endswith(f"in {where}")
    assert shown in finding.witness


def test_what_nobody_can_tell_is_a_warning_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    doubt = Difference(undecided=("out of time",))
    monkeypatch.setattr("guardrails.prover.comparing.compare", lambda *_: doubt)
    (finding,) = found(tmp_path, {"account": "Dev"}, "account")
    assert finding.message == "whether EX-1 opens more than its scope says is not decided: out of time"


def test_without_exceptions_nothing_is_asked(tmp_path: Path) -> None:
    assert not list(exception_scope.check(load(project_from(tmp_path, {}, {"guard": STOP}))))
