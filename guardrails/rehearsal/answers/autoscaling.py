"""Auto Scaling: instance refreshes, which moto lacks; nothing is replaced, for there are no instances to speak of."""

from __future__ import annotations

from typing import Any

from guardrails.rehearsal.answers.state import Answers, Place, new_id


def _start(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    one = {"InstanceRefreshId": new_id(), "AutoScalingGroupName": asked["AutoScalingGroupName"], "Status": "Successful"}
    here.tables["refreshes"][one["InstanceRefreshId"]] = one
    return {"InstanceRefreshId": one["InstanceRefreshId"]}


def _describe(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    group = asked["AutoScalingGroupName"]
    return {
        "InstanceRefreshes": [one for one in here.tables["refreshes"].values() if one["AutoScalingGroupName"] == group]
    }


ANSWERS: Answers = {
    ("autoscaling", "StartInstanceRefresh"): _start,
    ("autoscaling", "DescribeInstanceRefreshes"): _describe,
}
