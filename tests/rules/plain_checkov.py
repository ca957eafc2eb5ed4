"""Runs stock Checkov, as its users run it, over fixtures; needs nothing but Checkov and is run by its interpreter.

Reads {"checks": folder, "cases": [{"name", "hcl": folder, "plan": file, "account": name or ""}], "only": [ids]} from
standard input and writes {"loaded": {file: [ids]}, "results": [{name, form, check, address, result, keys, details}]}.
UNKNOWN, which Checkov's reports leave out, is told as well; a check that raises is the result ERROR.
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
from checkov.terraform.plan_runner import Runner as PlanRunner
from checkov.terraform.runner import Runner as SourceRunner

seen: list[dict[str, Any]] = []
now: dict[str, str] = {}
stock_run = BaseCheck.run


def run(self: BaseCheck, scanned_file: str, entity_configuration: dict[str, Any], *rest: Any, **named: Any) -> Any:
    """Run one check as Checkov does, and note what it says."""
    where = entity_configuration.get("__address__") or scanned_file
    row = {**now, "check": self.id, "address": where}
    try:
        found = stock_run(self, scanned_file, entity_configuration, *rest, **named)
    except Exception as error:
        seen.append({**row, "result": "ERROR", "keys": [], "details": [f"{type(error).__name__}: {error}"]})
        raise
    result = found["result"]
    answer = result[0] if isinstance(result, tuple) else result
    seen.append({**row, "result": answer.name, "keys": list(self.get_evaluated_keys()), "details": list(self.details)})
    return found


def main() -> None:
    """Run all cases."""
    told = json.load(sys.stdin)
    resource_registry.load_external_checks(told["checks"])
    BaseCheck.run = run  # type: ignore[method-assign]
    loaded: dict[str, list[str]] = {}
    for check in resource_registry.get_all_registered_checks():
        if type(check).__module__.startswith("guardrail_"):
            loaded.setdefault(type(check).__module__, []).append(check.id)
    for case in told["cases"]:
        os.environ["GUARDRAILS_ACCOUNT"] = case["account"]
        only = RunnerFilter(checks=case.get("only") or told["only"])
        for form, runner, where in (
            ("hcl", SourceRunner(), {"root_folder": case.get("hcl")}),
            ("plan", PlanRunner(), {"root_folder": None, "files": [case.get("plan")]}),
        ):
            if case.get(form):
                now.update(name=case["name"], form=form)
                runner.run(runner_filter=only, **where)  # type: ignore[attr-defined]
    json.dump({"loaded": loaded, "results": seen}, sys.stdout)


main()
