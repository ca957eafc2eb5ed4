"""Types without a curated mapping: what the generated table alone says of them."""

from __future__ import annotations

import re
from pathlib import Path

from guardrails.model.plan.values import COMPUTED
from guardrails.model.prediction import Certainty
from guardrails.model.request import UNKNOWN as UNREADABLE
from guardrails.terraform import mappings
from guardrails.terraform.mappings.table import curated, generated
from tests.unit.terraform.requests.building import ACCOUNT, change, of_action, predicted, requests

FOLDER = Path(mappings.__path__[0]).parent
ROLE = f"arn:aws:iam::{ACCOUNT}:role/app"


def test_the_long_tail_knows_actions_only() -> None:
    after = {"name": "proxy", "role_arn": ROLE, "tags_all": {"a": "1"}, "id": COMPUTED}
    found = requests(change("aws_db_proxy", after))
    one = of_action(found, "rds:CreateDBProxy")
    assert (one.certainty, one.context_complete) == (Certainty.CERTAIN, False)
    assert one.context["aws:requesttag/a"] == "1"
    passed = of_action(found, "iam:PassRole")
    assert passed.resource == ROLE and passed.certainty is Certainty.LIKELY
    assert passed.context["iam:passedtoservice"] is UNREADABLE


def test_a_role_may_be_passed_where_nothing_says_so() -> None:
    found = requests(change("aws_glue_job", {"name": "job", "role_arn": ROLE}))
    assert of_action(found, "iam:PassRole").certainty is Certainty.POSSIBLE
    gone = requests(change("aws_glue_job", {}, {"name": "job", "role_arn": ROLE}))
    assert [one.action for one in gone] == ["glue:DeleteJob"]


def test_no_creation_of_the_long_tail_undoes_anything() -> None:
    """The provider's handlers clean up after themselves; what they delete then is not there when all goes well."""
    types = re.findall(r'^"(aws_\w+)":', (FOLDER / "data" / "generated.json").read_text("utf-8"), re.MULTILINE)
    tail = [found for one in types if curated(one) is None and (found := (one, generated(one)))[1]]
    undoing = [one for one, row in tail if row and any(":Delete" in name for name in row.create.possible)]
    assert len(undoing) > 5
    for one in undoing:
        actions = [each.action for each in requests(change(one, {"name": "n"}))]
        assert not [action for action in actions if ":Delete" in action], one


def test_updates_of_the_long_tail_are_possible() -> None:
    before = {"name": "job", "arn": f"arn:aws:glue:eu-west-1:{ACCOUNT}:job/job", "timeout": 1, "tags_all": {"a": "1"}}
    (one,) = requests(change("aws_glue_job", {**before, "timeout": 2}, before))
    assert (one.action, one.certainty, one.resource) == ("glue:UpdateJob", Certainty.POSSIBLE, before["arn"])
    (one,) = requests(change("aws_glue_job", {**before, "tags_all": {"a": "2"}}, before))
    assert (one.action, one.context["aws:requesttag/a"]) == ("glue:TagResource", "2")


def test_another_role_is_passed_in_an_update() -> None:
    before = {"name": "job", "role_arn": ROLE, "timeout": 1}
    found = requests(change("aws_glue_job", {**before, "role_arn": f"{ROLE}2"}, before))
    passed = of_action(found, "iam:PassRole")
    assert (passed.resource, passed.certainty) == (f"{ROLE}2", Certainty.POSSIBLE)
    assert "iam:PassRole" not in [
        one.action for one in requests(change("aws_glue_job", {**before, "timeout": 2}, before))
    ]


def test_an_update_without_known_call_is_told() -> None:
    one = change("aws_codecatalyst_project", {"name": "b"}, {"name": "a"})
    assert "no IAM action" in predicted(one).unmapped[0].reason


def test_silent_deletions_of_the_long_tail() -> None:
    one = change("aws_acm_certificate_validation", {}, {"certificate_arn": "arn:aws:acm:x"})
    assert predicted(one).silent == (one,)
