"""Room for policies on each node, and for the text of each policy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from guardrails.gate.rules.policy_slots import check
from guardrails.terraform.references.resolver import resolver_of
from tests.unit.gate.building import committed, inspect, made, organization, row

POLICY, ATTACHMENT = "aws_organizations_policy.p", "aws_organizations_policy_attachment"


def attached(count: int, target: str, actions: str = "create") -> list[dict[str, Any]]:
    side = "before" if actions == "delete" else "after"
    return [
        row(f'{ATTACHMENT}.a["{at}"]', actions, **{side: {"policy_id": f"p-0000000{at}", "target_id": target}})
        for at in range(count)
    ]


def found(*rows: Any, **changed: Any) -> list[str]:
    return [one.message for one in check(inspect(made(*rows), "Management", **changed))]


def test_the_last_of_eleven_attachments_is_found() -> None:
    plan = committed("policy-attachments")
    (one,) = check(inspect(plan, "Management", references=resolver_of(plan)))
    assert (one.rule, one.address) == ("PG-007", f'{ATTACHMENT}.crowd["p-0crowd0010"]')
    assert (one.found, one.expected) == ("12", "10")


def test_the_policy_of_aws_takes_a_slot() -> None:
    assert not found(*attached(9, "ou-ab12-sandbox01"))
    assert found(*attached(10, "ou-ab12-sandbox01"))


def test_targets_that_nobody_knows_are_not_one_node() -> None:
    rows = [row(f'{ATTACHMENT}.a["{at}"]', after={"policy_id": f"p-0000000{at}"}) for at in range(12)]
    assert not found(*rows)


def test_what_the_file_attaches_counts_too() -> None:
    """Dev has nothing of its own in the file; Control Tower keeps no slots on accounts."""
    assert not found(*attached(9, "222222222222"))
    assert "Workloads/Dev gets 11 SCPs" in found(*attached(10, "222222222222"))[0]


def test_what_goes_away_takes_no_slot_and_makes_no_finding() -> None:
    assert not found(*attached(12, "ou-ab12-sandbox01", "delete"))


def test_slots_of_control_tower_count_on_top_level_ous() -> None:
    plan = committed("live-management-organization")
    inspection = inspect(plan, "Management", references=resolver_of(plan))
    assert not list(check(inspection))
    values = {**organization().settings.values, "control_tower": {"enabled": True, "reserved_scp_slots": 5}}
    crowded = replace(organization(), settings=replace(organization().settings, values=values))
    (one,) = check(replace(inspection, organization=crowded))
    assert "5 of Control Tower" in one.message
    assert one.message.startswith("Workloads gets 11 SCPs")


def policy(content: object, **changed: Any) -> dict[str, Any]:
    after = {"name": "p", "type": "SERVICE_CONTROL_POLICY", "content": content}
    return row(POLICY, after={key: value for key, value in after.items() if value is not None}, **changed)


def test_a_document_may_not_be_longer_than_aws_takes() -> None:
    assert not found(policy("x" * 10240))
    assert found(policy("x" * 10241)) == ["the document has 10,241 characters where AWS takes 10,240"]


def test_a_document_known_after_the_apply_has_no_length_yet() -> None:
    blocks = [
        {
            "address": POLICY,
            "mode": "managed",
            "type": "aws_organizations_policy",
            "name": "p",
            "expressions": {"content": {"references": ["data.x.y.json"]}},
        }
    ]
    plan = made(policy(None, after_unknown={"content": True}), configuration={"root_module": {"resources": blocks}})
    (one,) = check(inspect(plan, "Management"))
    assert (one.undecided, one.hangs_on) == (True, ("content",))
