"""The worked examples have exactly the findings that are printed with them; our own organizations those named here."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from guardrails.files.project import read_project
from guardrails.files.rules.table import judge
from guardrails.model.finding import Finding, Severity
from guardrails.model.source import show_pointer
from tests.unit.files.build import TODAY

REPOSITORY = Path(__file__).parents[3]
WORKED = Path(__file__).with_name("worked")

LEFT_ON_A = (
    "one p3.2xlarge left on for a month (720 h x $3.06 = $2,203.20) exceeds the budgets of Dev ($100) and Prod ($500)"
)
DELEGATED_A = (
    "guardduty, securityhub and config are delegated to Management, the management account, which no SCP binds; "
    "Security is planned"
)
NETWORK_A = "Dev: 5 interface endpoints x 2 AZ = $72.00 of $100 a month, before any traffic"
TEAM_LEAD = "the template ml-team gives TeamLead AdministratorAccess on forecasting-prod, with no reason of its own"


def state(bucket: str) -> str:
    return f"the state bucket {bucket} is in Management, the management account, where no SCP or RCP protects it"


REFERENCE = [
    ("warning", "ORG-012", "/delegations", DELEGATED_A),
    ("warning", "ORG-016", "/state/account", state("mm-terraform-state")),
    ("warning", "ORG-019", "/settings/accelerators/allow/0", LEFT_ON_A),
]
WORKED_A = [*REFERENCE, ("warning", "ORG-020", "/root/ous/0/accounts/0/endpoints", NETWORK_A)]
"""As required; our own organization has the endpoints of Dev in one zone."""

MANY = "8 attached + 3 reserved for Control Tower = 11, AWS takes 10 (and took 5 before)"
WORKED_CE = [
    ("error", "ORG-008", "/root/ous/2/scps", f"Workloads has too many SCPs: {MANY}"),
    ("warning", "ORG-016", "/state/account", state("example-terraform-state")),
    ("warning", "ORG-024", "/templates/ml-team/groups/TeamLead", TEAM_LEAD),
]

LEFT_ON_ML = (
    "one p3.2xlarge left on for a month (720 h x $3.06 = $2,203.20) exceeds the budgets of forecasting-dev ($300), "
    "forecasting-test ($300), forecasting-prod ($1,000), Data Lake Sales ($800), Data Governance ($200) and "
    "product-a-prod ($500)"
)
ML_PLATFORM = [
    ("warning", "ORG-016", "/state/account", state("example-terraform-state")),
    ("warning", "ORG-019", "/settings/accelerators/allow/0", LEFT_ON_ML),
    ("warning", "ORG-024", "/templates/ml-team/groups/TeamLead", TEAM_LEAD),
]

LEFT_ON_SMALL = (
    "one g4dn.xlarge left on for a month (720 h x $0.526 = $378.72) exceeds the budgets of Access Management ($20), "
    "Sensitive Data ($200) and Infra ($200)"
)
SMALL_COMPANY = [("warning", "ORG-019", "/settings/accelerators/allow/0", LEFT_ON_SMALL)]

OLD_QUOTA = {
    "worked-a": ["/root/ous/0/scps"],
    "worked-ce": ["/root/ous/0/scps", "/root/ous/1/scps", "/root/ous/3/scps", "/root/ous/4/scps"],
    "reference": ["/root/ous/0/scps"],
    "ml-platform": ["/root/ous/0/scps", "/root/ous/1/scps", "/root/ous/2/scps", "/root/ous/4/scps"],
    "small-company": ["/root/scps"],
}
"""Where ORG-008 notes that the policies fit only the new quota."""


def worked(name: str, folder: Path) -> Path:
    shutil.copytree(
        REPOSITORY / "scps", folder / "scps", ignore=shutil.ignore_patterns("examples", "tests", "rendered")
    )
    shutil.copy(WORKED / f"{name}.yaml", folder / "scps" / "organization.yaml")
    return folder


def findings_of(name: str, folder: Path) -> tuple[Finding, ...]:
    roots = {"reference": REPOSITORY, "worked-a": folder, "worked-ce": folder}
    if name.startswith("worked-"):
        worked(name.removeprefix("worked-"), folder)
    project, findings = read_project(roots.get(name, REPOSITORY / "scps" / "examples" / name), TODAY, full=True)
    assert project is not None, findings
    return judge(project, TODAY)


ORGANIZATIONS = {
    "worked-a": WORKED_A,
    "worked-ce": WORKED_CE,
    "reference": REFERENCE,
    "ml-platform": ML_PLATFORM,
    "small-company": SMALL_COMPANY,
}


@pytest.mark.parametrize("name", ORGANIZATIONS)
def test_the_findings_are_exactly_those_expected(name: str, tmp_path: Path) -> None:
    found = [one for one in findings_of(name, tmp_path) if one.severity is not Severity.NOTE]
    shown = [(one.severity.value, one.rule, show_pointer(one.location.pointer), one.message) for one in found]
    assert sorted(shown, key=lambda row: row[1]) == ORGANIZATIONS[name]


LARGE = {name: ["threat-detection", "gpu-cap"] if name == "ml-platform" else ["gpu-cap"] for name in ORGANIZATIONS}
"""Policies that are too large for the quota of before May 2026."""


@pytest.mark.parametrize("name", ORGANIZATIONS)
def test_the_notes_are_about_the_old_quota_and_missing_budgets(name: str, tmp_path: Path) -> None:
    notes = [one for one in findings_of(name, tmp_path) if one.severity is Severity.NOTE]
    assert [show_pointer(one.location.pointer) for one in notes if one.rule == "ORG-008"] == OLD_QUOTA[name]
    assert [one.message.split()[0] for one in notes if one.rule == "ORG-009"] == LARGE[name]
    rest = [one for one in notes if one.rule not in ("ORG-008", "ORG-009")]
    assert [one.rule for one in rest] == (["ORG-015"] if name == "worked-ce" else [])
    assert all("and 3 more have no budgets of their own" in one.message for one in rest)


@pytest.mark.parametrize("name", ORGANIZATIONS)
def test_what_rests_on_prices_says_of_when_they_are(name: str, tmp_path: Path) -> None:
    for one in findings_of(name, tmp_path):
        assert bool(one.data_date) == (one.rule in ("ORG-019", "ORG-020")), one


def test_each_account_over_its_budget_can_be_found(tmp_path: Path) -> None:
    [one] = [one for one in findings_of("reference", tmp_path) if one.rule == "ORG-019"]
    assert [place.pointer[-2:] for place, _ in one.related] == [(0, "budget_usd"), (1, "budget_usd")]
    assert [words for _, words in one.related] == ["the budget of Dev", "the budget of Prod"]
