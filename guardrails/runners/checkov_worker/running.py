"""Stock Checkov with its own runners, watched: for code in HCL, and for plans where our shortcuts were not tested."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from . import deferring, grammars
from .failing import Failed, one_of
from .scanning import Answers, Wanted

NO_REASON = "No comment provided"
"""What Checkov writes for a skip comment without a reason (terraform/context_parsers/base_parser.py, 3.3.30)."""


def sources(folder: str, variables: list[str], wanted: Wanted, answers: Answers) -> None:
    """Scan a folder of Terraform code.

    Raises Failed where a file cannot be read: Checkov goes on without it and says that all is well.
    """
    if not any(Path(folder).rglob("*.tf")):
        raise Failed(f"{folder}: no Terraform code is there; Checkov would look at nothing", usage=True)
    deferring.complete("checkov.terraform")
    deferring.complete("checkov.terraform.context_parsers")
    _fresh()
    if wanted.fast:
        grammars.keep()
    from checkov.terraform.runner import Runner

    unread = sorted(file.name for file in Path(folder).glob("*.tf.json"))
    if unread:
        answers.notes.append(f"Checkov does not read JSON: nothing is said of {one_of(unread)}")
    runner = Runner()
    with _watched(answers, folder):
        report = runner.run(root_folder=folder, runner_filter=_filter(wanted, variables))
    _take(report, folder, answers)


_symbols: dict[str, Any] = {}
"""What expressions of code may use, as it was before the first of them was evaluated."""


def _fresh() -> None:
    """Forget what expressions of the code before assigned: Checkov evaluates all of them over one table of names."""
    from checkov.terraform.graph_builder.variable_rendering import safe_eval_functions

    table = safe_eval_functions.SAFE_EVAL_DICT
    if not _symbols:
        _symbols.update(table)
    table.clear()
    table.update(_symbols)


def plan(document: bytes, wanted: Wanted, answers: Answers) -> None:
    """Scan a plan as Checkov's command line does. Raises Failed where Checkov cannot read it."""
    from checkov.terraform.plan_runner import Runner

    file = Path("plan.json").absolute()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(document)
        runner = Runner()
        with _watched(answers, ""):
            report = runner.run(root_folder=None, files=[str(file)], runner_filter=_filter(wanted, []))
        _take(report, "", answers)
        if not runner.definitions:
            raise Failed("Checkov cannot read the plan")
    finally:
        file.unlink()


def _filter(wanted: Wanted, variables: list[str]) -> Any:
    from checkov.common.checks_infra.registry import get_graph_checks_registry
    from checkov.runner_filter import RunnerFilter

    class Chosen(RunnerFilter):  # type: ignore[misc]  # Checkov is not there when types are checked
        """Selects by exact id; Checkov's own compares every id with every pattern."""

        def should_run_check(self, check: Any = None, check_id: str | None = None, *_: Any, **__: Any) -> bool:
            return (check.id if check else check_id) in wanted.ids

    registry = get_graph_checks_registry("terraform")
    registry.checks = wanted.graph
    registry.load_checks = lambda: None
    chosen = Chosen if wanted.fast else RunnerFilter
    return chosen(checks=sorted(wanted.ids), download_external_modules=False, var_files=variables or None)


@contextmanager
def _watched(answers: Answers, folder: str) -> Iterator[None]:
    """Note what Checkov's reports leave out: checks that raise, and answers that are UNKNOWN."""
    from checkov.common.checks.base_check import BaseCheck
    from checkov.common.graph.checks_infra.registry import BaseRegistry

    stock: Callable[..., Any] = BaseCheck.run
    stock_graph: Callable[..., Any] = BaseRegistry.run_check_parallel

    def run(check: Any, scanned_file: str, entity_configuration: Any, *rest: Any, **named: Any) -> Any:
        address = str(entity_configuration.get("__address__") or scanned_file)
        try:
            said = stock(check, scanned_file, entity_configuration, *rest, **named)
        # Whatever a check raises is told, and goes on to Checkov, which hides it.
        except Exception as error:
            answers.breaks(check, address, error)
            raise
        if getattr(said["result"], "name", "") == "UNKNOWN":
            where = _place(scanned_file, entity_configuration) if folder else ("", 0, 0)
            answers.note(check, address, said, where)
        return said

    def run_graph(registry: Any, check: Any, *rest: Any, **named: Any) -> Any:
        try:
            return stock_graph(registry, check, *rest, **named)
        # The same, in a thread whose errors nobody reads.
        except Exception as error:
            answers.breaks(check, "all blocks", error)
            raise

    BaseCheck.run, BaseRegistry.run_check_parallel = run, run_graph
    try:
        yield
    finally:
        BaseCheck.run, BaseRegistry.run_check_parallel = stock, stock_graph


def _place(file: str, conf: dict[str, Any]) -> tuple[str, int, int]:
    first, last = (conf.get(name) for name in ("__start_line__", "__end_line__"))
    found = [one[0] if isinstance(one, list) and one else one for one in (first, last)]
    return file.lstrip("/"), *(one if isinstance(one, int) else 0 for one in found)  # type: ignore[return-value]


def _take(reports: Any, folder: str, answers: Answers) -> None:
    """Turn Checkov's report into answers. Raises Failed for files that it could not read."""
    for report in reports if isinstance(reports, list) else [reports]:
        if report.parsing_errors:
            names = sorted(os.path.relpath(one, folder) if folder else "the plan" for one in report.parsing_errors)
            raise Failed(f"Checkov cannot read {one_of(names)}")
        answers.resources += len(report.resources)
        for record in (*report.passed_checks, *report.failed_checks, *report.skipped_checks):
            _record(record, bool(folder), answers)


def _record(record: Any, in_code: bool, answers: Answers) -> None:
    said = dict(record.check_result)
    if said.get("suppress_comment") == NO_REASON:
        said["suppress_comment"] = ""
    first, last = [*(record.file_line_range or ()), 0, 0][:2]
    where = (record.file_path.lstrip("/"), first or 0, last or 0) if in_code else ("", 0, 0)
    answers.add(record.check_id, record.resource, said, record.details or [], where)
