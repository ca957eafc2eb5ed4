"""Runs every stock AWS check on plans, graph checks included; run by Checkov's interpreter.

Reads {"cases": [{"name", "plan": file}]} from standard input, writes [{name, check, address, result}].
"""

from __future__ import annotations

import json
import os
import sys

os.environ["LOG_LEVEL"] = "CRITICAL"

from checkov.runner_filter import RunnerFilter
from checkov.terraform.plan_runner import Runner


def main() -> None:
    """Run all cases."""
    rows = []
    for case in json.load(sys.stdin)["cases"]:
        report = Runner().run(
            None, files=[case["plan"]], runner_filter=RunnerFilter(checks=["CKV_AWS_*", "CKV2_AWS_*"])
        )
        for one in (*report.passed_checks, *report.failed_checks, *report.skipped_checks):
            result = one.check_result["result"].name
            rows.append({"name": case["name"], "check": one.check_id, "address": one.resource, "result": result})
    json.dump(rows, sys.stdout)


main()
