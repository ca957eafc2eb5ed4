"""Laws of the whole gate on real plans: what hiding, adding, ordering, renaming and splitting does to its findings."""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from guardrails.files.baseline import baseline_text
from guardrails.model.finding import Finding
from guardrails.model.fingerprint import plan_fingerprint
from guardrails.model.gate_report import Conclusion, PlanVerdict
from tests.properties.plan_rewriting import (
    FIXTURES,
    LIVE,
    Json,
    Steps,
    findings_of,
    hide,
    judge,
    load,
    renamed,
    row_of,
    steps_of,
    wrapped,
)

Key = tuple[str, str, str, bool, str]
Silence = tuple[str, str, str, str]

BLOCK = "a whole block is hidden, and no rule can ask for every ARN that may stand in every block"
NEIGHBOR = "the group's assignments are in the plan, and the finding moves to one of them"
EFFECT = "PG-006 says that nobody knows what the change of the organization does, and PG-009 asks the same question"
TARGET = "PG-006 says that nobody knows what the policy is attached to; a slot of no known node cannot be counted"

CROWD = 'aws_organizations_policy_attachment.crowd["p-0crowd0010"]'
PLATFORM = 'aws_identitystore_group.groups["PlatformEngineers"]'
ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration.foreign_key"

AROUND: Final = ("rule", "rule.0", *(f"rule.0.apply_server_side_encryption_by_default{end}" for end in ("", ".0")))
"""The blocks around the key of the encryption."""

SILENT: Final[dict[str, dict[Silence, str]]] = {
    "access-matrix": {
        ("PG-020", PLATFORM, "display_name", "unknown"): NEIGHBOR,
    },
    "foreign-account": {
        **{("PG-002", ENCRYPTION, path, how): BLOCK for path in AROUND for how in ("unknown", "sensitive")},
    },
    "policy-attachments": {
        ("PG-009", "aws_organizations_policy.trail", "content", "sensitive"): EFFECT,
        ("PG-009", "aws_organizations_policy.trail", "type", "sensitive"): EFFECT,
        ("PG-007", CROWD, "target_id", "unknown"): TARGET,
    },
}
"""Fixture -> (rule, address, hidden path, how) of which the rule then says nothing -> why that is right."""

HIDDEN: Final = int(os.environ.get("GUARDRAILS_HIDDEN", "8"))
HOW: Final = ("unknown", "sensitive")
DECIDING: Final = ("name", "type", "content", "target_id", "policy_id")
"""What policies and attachments are judged by: the organization after the apply takes long to work out."""

ALONE: Final = frozenset({"PG-001", "PG-002", "PG-003", "PG-004"})
"""Rules that look at one resource at a time, whatever is done to it."""
HERE: Final = ALONE | {"PG-005", "PG-015", "PG-016"}
"""Rules that look at one resource at a time, and at what is done to it."""


@cache
def found(name: str) -> tuple[Finding, ...]:
    """The findings of a committed plan."""
    return findings_of(load(name), name)


def key(one: Finding, back: Callable[[str], str] = str) -> Key:
    """What of a finding has to stay; `back` makes an old address of a new one."""
    return (one.rule, back(one.address), one.attribute, one.undecided, one.severity.value)


def keys_of(findings: tuple[Finding, ...], back: Callable[[str], str] = str) -> set[Key]:
    return {key(one, back) for one in findings}


def cases_of(name: str, one: Finding) -> Iterator[tuple[Steps, str]]:
    """Yield the paths that a finding may rest on, and how to hide each: its own, or each attribute of the resource.

    Those of the resource are hidden in turn in the two ways, for there are many.
    """
    own = steps_of(one.attribute.removeprefix("before."))
    if own:
        yield from ((own[:end], how) for end in range(1, len(own) + 1) for how in HOW)
        return
    row = row_of(load(name), one.address)
    values = (row["change"].get("after") or row["change"].get("before") or {}) if row else {}
    there = [attribute for attribute, value in values.items() if value not in (None, [], {})]
    wanted = DECIDING if name == "policy-attachments" else there
    yield from (((attribute,), HOW[at % 2]) for at, attribute in enumerate(there) if attribute in wanted)


def silenced(name: str) -> tuple[set[Silence], int]:
    """Hide each value that a decided finding rests on; return what then goes silent, and how often one was hidden."""
    silent: set[Silence] = set()
    answers: dict[tuple[str, Steps, str], set[str] | None] = {}
    for one in (each for each in found(name) if not each.undecided):
        for path, how in cases_of(name, one):
            case = (one.address, path, how)
            if case not in answers:
                answers[case] = _speaking(name, *case)
            speaking = answers[case]
            if speaking is not None and one.rule not in speaking:
                silent.add((one.rule, one.address, ".".join(map(str, path)), how))
    return silent, sum(one is not None for one in answers.values())


def _speaking(name: str, address: str, path: Steps, how: str) -> set[str] | None:
    """The rules that say something about an address when a value of it is hidden; None where there is none to hide."""
    plan = load(name)
    if not hide(plan, address, path, how):
        return None
    return {one.rule for one in findings_of(plan, name) if one.address == address}


@pytest.mark.parametrize("name", FIXTURES)
def test_what_is_hidden_never_turns_a_finding_into_a_pass(name: str) -> None:
    silent, _ = silenced(name)
    assert silent == set(SILENT.get(name, {}))


def test_values_are_hidden_at_all() -> None:
    assert silenced("contaminated-environment")[1] >= 12
    assert silenced("static-credentials")[1] >= 12


@pytest.mark.parametrize("name", LIVE)
def test_what_is_hidden_of_a_plan_in_order_is_at_most_undecided(name: str) -> None:
    """Every rule that decides without a value says what it does not know."""
    chance = random.Random(name)
    for _ in range(HIDDEN):
        plan = load(name)
        row = chance.choice([one for one in plan["resource_changes"] if one["change"].get("after")])
        path = (chance.choice(list(row["change"]["after"])),)
        if hide(plan, row["address"], path, chance.choice(HOW)):
            decided = [one for one in findings_of(plan, name) if not one.undecided]
            assert [(row["address"], path, one.rule, one.address, one.message) for one in decided] == []


UNRELATED: Final = "generated-names"
"""A fixture of ordinary resources, in which the gate finds nothing."""


def with_unrelated(plan: Json) -> Json:
    rows = copy.deepcopy(load(UNRELATED)["resource_changes"])
    for row in rows:
        row["address"], row["module_address"] = f"module.unrelated.{row['address']}", "module.unrelated"
    return {**plan, "resource_changes": [*plan["resource_changes"], *rows]}


@pytest.mark.parametrize("name", FIXTURES)
def test_what_has_nothing_to_do_with_it_changes_no_finding(name: str) -> None:
    more = findings_of(with_unrelated(load(name)), name)
    assert {one for one in keys_of(more) if not one[1].startswith("module.unrelated.")} == keys_of(found(name))


DENIED: Final = tuple(name for name in FIXTURES if any(one.rule == "PG-016" for one in found(name)))


@pytest.mark.parametrize("name", DENIED)
def test_what_becomes_known_of_one_resource_leaves_the_denials_of_others(name: str) -> None:
    denials = {one.address for one in found(name) if one.rule == "PG-016" and not one.undecided}
    for at in range(len(load(name)["resource_changes"])):
        plan = load(name)
        row = plan["resource_changes"][at]
        mask = row["change"].get("after_unknown")
        for attribute in [each for each, hidden in mask.items() if hidden is True] if isinstance(mask, dict) else ():
            del mask[attribute]
            row["change"]["after"][attribute] = f"known-{attribute}"
        now = {one.address for one in findings_of(plan, name) if one.rule == "PG-016" and not one.undecided}
        assert denials - {row["address"]} <= now, row["address"]


@pytest.mark.parametrize("name", [*FIXTURES, *LIVE[::4]])
def test_neither_the_order_of_rows_nor_of_keys_matters(name: str) -> None:
    chance = random.Random(name)

    def shuffled(tree: Any) -> Any:
        if isinstance(tree, dict):
            pairs = [(each, shuffled(one)) for each, one in tree.items()]
            chance.shuffle(pairs)
            return dict(pairs)
        return [shuffled(one) for one in tree] if isinstance(tree, list) else tree

    plan = shuffled(load(name))
    chance.shuffle(plan["resource_changes"])
    assert keys_of(findings_of(plan, name)) == keys_of(found(name))


@pytest.mark.parametrize("name", FIXTURES)
@pytest.mark.parametrize("rewritten", [renamed, wrapped])
def test_names_and_modules_do_not_matter(
    rewritten: Callable[[Json], tuple[Json, Callable[[str], str]]], name: str
) -> None:
    plan, back = rewritten(load(name))
    assert plan["resource_changes"][0]["address"] != load(name)["resource_changes"][0]["address"]
    assert keys_of(findings_of(plan, name), back) == keys_of(found(name))


@pytest.mark.parametrize("name", FIXTURES)
def test_an_update_to_what_must_not_be_created_is_found_too(name: str) -> None:
    plan = load(name)
    for row in plan["resource_changes"]:
        body = row["change"]
        if body["actions"] == ["create"]:
            body["actions"] = ["update"]
            body["before"] = {**dict.fromkeys(body["after"]), "id": "id-of-it"}
    wanted = {one for one in keys_of(found(name)) if one[0] in ALONE}
    assert wanted <= keys_of(findings_of(plan, name))


@pytest.mark.parametrize("name", FIXTURES)
def test_two_plans_of_half_the_rows_show_what_is_wrong_with_one_resource(name: str) -> None:
    rows = load(name)["resource_changes"]
    halves = [load(name) | {"resource_changes": half} for half in (rows[::2], rows[1::2]) if half]
    both = set().union(*(keys_of(findings_of(half, name)) for half in halves))
    assert {one for one in keys_of(found(name)) if one[0] in HERE} <= both


def answered_for(name: str, waivers: list[dict[str, str]], folder: Path) -> PlanVerdict:
    """Judge a fixture with these waivers."""
    file = folder / "waivers.yaml"
    file.write_text(json.dumps({"waivers": waivers}), "utf-8")
    return judge(load(name), name, waivers=file).plans[0]


def waiver(one: Finding) -> dict[str, str]:
    """The entry that waives one finding, and those of its rule at its address with the same value."""
    named = {"rule": one.rule, "address": one.address, "owner": "ml", "reason": "a law", "expires": "2027-01-31"}
    return named | ({"attribute": one.attribute} if one.attribute else {}) | ({"value": one.found} if one.found else {})


ANSWERABLE: Final = ("contaminated-environment", "pipeline-trusts", "static-credentials", "unknown-tags", "scale")


@pytest.mark.parametrize("name", ANSWERABLE)
def test_a_waiver_takes_away_what_it_names_and_nothing_else(name: str, tmp_path: Path) -> None:
    for one in found(name):
        verdict = answered_for(name, [waiver(one)], tmp_path)
        gone = keys_of(found(name)) - keys_of(verdict.findings)
        assert keys_of(verdict.findings) <= keys_of(found(name)), "no waiver adds a finding"
        assert key(one) in {key(each.finding) for each in verdict.waived}
        assert {(each[0], each[1]) for each in gone} == {(one.rule, one.address)}
        assert len(verdict.findings) + len(verdict.waived) == len(found(name))


@pytest.mark.parametrize("name", ANSWERABLE)
def test_a_waiver_of_something_else_takes_nothing_away(name: str, tmp_path: Path) -> None:
    one = found(name)[0]
    for changed in ({"rule": "PG-030"}, {"address": "aws_vpc.elsewhere"}, {"expires": "2026-11-20"}, {"value": "odd"}):
        verdict = answered_for(name, [waiver(one) | changed], tmp_path)
        about = [each for each in verdict.findings if each.rule.startswith("WVR-")]
        assert keys_of(found(name)) == keys_of(verdict.findings) - keys_of(tuple(about))
        assert not verdict.waived


@pytest.mark.parametrize("name", ANSWERABLE)
def test_a_baseline_takes_away_what_it_holds_and_nothing_else(name: str, tmp_path: Path) -> None:
    decided = [one for one in found(name) if not one.undecided]
    for some in ([], decided[:1], decided[1:], list(found(name))):
        file = tmp_path / "baseline.json"
        file.write_text(baseline_text(some), "utf-8")
        verdict = judge(load(name), name, baseline=file).plans[0]
        held = {plan_fingerprint(one) for one in some}
        stay = {key(one) for one in found(name) if one.undecided or plan_fingerprint(one) not in held}
        assert keys_of(verdict.findings) == stay
        assert keys_of(verdict.baselined) == keys_of(found(name)) - stay


@pytest.mark.parametrize("name", ANSWERABLE)
def test_an_advisory_rule_says_the_same_and_closes_nothing(name: str) -> None:
    rules = tuple(sorted({one.rule for one in found(name)}))
    for advisory in (rules[:1], rules):
        report = judge(load(name), name, advisory=advisory, on_unknown="warn")
        assert keys_of(report.plans[0].findings) == keys_of(found(name))
        closing = [one for one in found(name) if one.severity.value == "error" and not one.undecided]
        assert (report.conclusion is Conclusion.REFUSED) is any(one.rule not in advisory for one in closing)


@pytest.mark.parametrize("name", FIXTURES)
def test_findings_about_changes_alone_are_all_but_those_about_what_stays_as_it_is(name: str) -> None:
    still = {one["address"] for one in load(name)["resource_changes"] if one["change"]["actions"] == ["no-op"]}
    verdict = judge(load(name), name, changed_only=True).plans[0]
    assert keys_of(verdict.findings) <= keys_of(found(name))
    assert {one[1] for one in keys_of(found(name)) - keys_of(verdict.findings)} <= still


@pytest.mark.parametrize("name", ANSWERABLE)
def test_a_rule_that_runs_alone_says_the_same(name: str) -> None:
    for rule in {one.rule for one in found(name)}:
        alone = judge(load(name), name, only=(rule,)).plans[0]
        assert keys_of(alone.findings) == {one for one in keys_of(found(name)) if one[0] == rule}
