"""Runs stock Checkov with its own runners over plans and folders; needs nothing but Checkov, run by its interpreter.

Reads {"checks": folder, "plans": [files], "folders": [folders], "ids": [ids]} from standard input and writes
{input: [[check, address, result, sorted evaluated keys]]}. Of UNKNOWN answers, which reports leave out, only those of
the folder's checks that name an attribute are told.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

os.environ["LOG_LEVEL"] = "CRITICAL"

from checkov.common.checks.base_check import BaseCheck
from checkov.runner_filter import RunnerFilter
from checkov.terraform.checks.resource.registry import resource_registry
from checkov.terraform.checks.utils.base_cloudsplaining_iam_scanner import BaseTerraformCloudsplainingIAMScanner
from checkov.terraform.graph_builder.variable_rendering.safe_eval_functions import SAFE_EVAL_DICT
from checkov.terraform.plan_runner import Runner as PlanRunner
from checkov.terraform.runner import Runner as SourceRunner

symbols = dict(SAFE_EVAL_DICT)
unknown: list[list[Any]] = []
stock_run = BaseCheck.run


def run(self: BaseCheck, scanned_file: str, entity_configuration: dict[str, Any], *rest: Any, **named: Any) -> Any:
    """Run one check as Checkov does, and note where it cannot tell."""
    found = stock_run(self, scanned_file, entity_configuration, *rest, **named)
    result = found["result"]
    keys = sorted({str(one) for one in found.get("evaluated_keys") or ()})
    if getattr(result, "name", "") == "UNKNOWN" and keys and self.id.startswith("CKV_LZ_"):
        unknown.append([self.id, str(entity_configuration.get("__address__")), "unknown", keys])
    return found


def rows(report: Any, ids: frozenset[str]) -> list[list[Any]]:
    """Return the rows of a report, and what was noted while it was made."""
    found = [*unknown]
    for record in (*report.passed_checks, *report.failed_checks, *report.skipped_checks):
        keys = sorted({str(one) for one in record.check_result.get("evaluated_keys") or ()})
        result = record.check_result["result"]
        name = (result[0] if isinstance(result, tuple) else result).name.lower()
        if record.check_id in ids:
            found.append([record.check_id, record.resource, name, keys])
    unknown.clear()
    # It is by file name, type and name: what a process remembers of one plan would answer for the next.
    BaseTerraformCloudsplainingIAMScanner.policy_document_cache.clear()
    SAFE_EVAL_DICT.clear()
    SAFE_EVAL_DICT.update(symbols)
    return found


def main() -> None:
    """Run all inputs."""
    told = json.load(sys.stdin)
    resource_registry.load_external_checks(told["checks"])
    BaseCheck.run = run  # type: ignore[method-assign]
    found, ids = {}, frozenset(told["ids"])
    # All checks are run: with a list of ids, Checkov compares each with all, for every check and block.
    for plan in told["plans"]:
        found[plan] = rows(PlanRunner().run(root_folder=None, files=[plan], runner_filter=RunnerFilter()), ids)
    for folder in told["folders"]:
        found[folder] = rows(SourceRunner().run(root_folder=folder, runner_filter=RunnerFilter()), ids)
    json.dump(found, sys.stdout)


main()
