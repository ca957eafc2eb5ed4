"""Names that stand in several places of the organization file are the same: else an SCP protects what is not there."""

from __future__ import annotations

import copy
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml

ORGANIZATION: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "scps/organization.yaml").read_text(encoding="utf-8")
)


def model_buckets(organization: dict[str, Any]) -> list[str]:
    """Return the names of the buckets of models: one for each account and Region that has a VPC."""
    naming = organization["settings"]["naming"]
    accounts = [one for ou in organization["root"]["ous"] for one in ou["accounts"]]
    places = [(one["env"], naming["region_codes"][vpc["region"]]) for one in accounts for vpc in one.get("vpcs", ())]
    return [f"{naming['prefix'].lower()}-{env}-{region}-models" for env, region in places]


def unprotected(organization: dict[str, Any]) -> list[str]:
    """Return the names of what the landing zone makes that no parameter or principal of the policies matches."""
    settings, state, ci = organization["settings"], organization["state"], organization["ci"]
    params = {name: policy.get("params") or {} for name, policy in organization["policies"].items()}
    principals, prefix = organization["principals"], settings["naming"]["prefix"]
    account, region = "222222222222", settings["home_region"]
    wanted = [
        (f"arn:aws:s3:::{state['bucket']}", params["state-protection"]["state_objects"]),
        (f"arn:aws:s3:::{state['bucket']}/key", params["state-protection"]["state_objects"]),
        (f"arn:aws:s3:::{settings['logs']['trail_bucket']}", params["audit-trail"]["log_buckets"]),
        (f"arn:aws:s3:::{settings['logs']['trail_bucket']}/key", params["audit-trail"]["log_buckets"]),
        (f"arn:aws:logs:{region}:{account}:log-group:{prefix}-dev-x-logs-flow", params["audit-trail"]["log_groups"]),
        *((f"arn:aws:s3:::{one}/key", params["s3-encryption"]["model_objects"]) for one in model_buckets(organization)),
        (f"arn:aws:iam::{account}:role/guardrails/{ci['apply']['role']}", principals["pipeline_apply"]),
        (f"arn:aws:iam::{account}:role/guardrails/{ci['plan']['role']}", principals["pipeline_plan"]),
    ]
    if table := state["lock"].get("dynamodb"):
        wanted.append((f"arn:aws:dynamodb:{region}:{account}:table/{table}", params["state-protection"]["lock_table"]))
    return [name for name, patterns in wanted if not any(fnmatchcase(name, pattern) for pattern in patterns)]


def test_every_name_is_one_that_the_policies_know() -> None:
    assert unprotected(ORGANIZATION) == []


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("state.bucket", 2),
        ("state.lock.dynamodb", 1),
        ("settings.logs.trail_bucket", 2),
        ("settings.naming.prefix", 4),
        ("ci.apply.role", 1),
        ("ci.plan.role", 1),
    ],
)
def test_a_name_that_is_changed_in_one_place_only_is_noticed(path: str, count: int) -> None:
    changed = copy.deepcopy(ORGANIZATION)
    *parents, last = path.split(".")
    place = changed
    for key in parents:
        place = place[key]
    place[last] = "another"
    assert len(unprotected(changed)) == count
