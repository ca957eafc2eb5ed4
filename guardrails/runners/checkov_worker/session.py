"""One worker's life: checks are loaded and verified once, then any number of inputs are scanned with them."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

from . import deferring, offline, versions
from .failing import Failed
from .scanning import Answers, Wanted


class Session:
    """The loaded checks, and how this version of Checkov is to be run."""

    def __init__(
        self, folders: list[str], checks: list[str], settings: str, shortcuts: bool, described: Collection[str] = ()
    ) -> None:
        self.version = versions.checkov_version()
        self.notes: list[str] = []
        self._fast = shortcuts and versions.tested(self.version)
        if not self._fast:
            self.notes.append(f"Checkov {self.version} is outside the tested versions; it runs without our shortcuts")
        if not checks:
            raise Failed("no check is selected; a scan without checks would find nothing", usage=True)
        os.environ["GUARDRAILS_SETTINGS"] = settings
        logging.disable(logging.CRITICAL)  # what goes wrong is told as a failure; logs may hold blocks of a plan
        offline.forbid()
        if self._fast:
            deferring.defer_checkov()
        self._load(folders, checks, described)

    def _load(self, folders: list[str], checks: list[str], described: Collection[str]) -> None:
        from . import graphs, ours, stock

        registered, graph = ours.load(folders)
        if described:
            ours.assert_described(registered, frozenset(described))
        for folder in folders:
            if not Path(folder, "__init__.py").exists():
                self.notes.append(f"{folder} has no __init__.py: plain Checkov would pass over its checks")
        _settings("document")
        others = [one for one in checks if one not in registered]
        if self._fast:
            stock.load(others)
            graph += graphs.load(stock.graph_files(others))
        known = {one.id for one in (*stock.registered(), *graph)}
        if not self._fast or not set(checks) <= known:
            stock.load_all()
            graph += [one for one in graphs.load_all() if one.id not in {one.id for one in graph}]
            known = {one.id for one in (*stock.registered(), *graph)}
        ours.verified(checks, known)
        self._ours, ids = frozenset(registered), frozenset(checks)
        self._wanted = Wanted(ids, [one for one in graph if one.id in ids], self._fast)

    def answer(self, request: dict[str, Any], document: bytes) -> dict[str, Any]:
        """Return what the checks say of one input. Raises Failed; anything else it raises is a fault of ours."""
        os.environ["GUARDRAILS_ACCOUNT"] = request["account"]
        _settings("account")
        late = getattr(sys.modules.get("guardrail_values"), "UNKNOWN_AT", {})
        late.clear()
        late.update({address: frozenset(names) for address, names in (request.get("unknown") or {}).items()})
        answers = Answers(self._ours)
        try:
            self._scan(request, document, answers)
        finally:
            late.clear()
            _forget()
            offline.assert_untried()
        answers.whole()
        return {**answers.told(), "notes": [*self.notes, *answers.notes]}

    def _scan(self, request: dict[str, Any], document: bytes, answers: Answers) -> None:
        from . import plans, running

        if "sources" in request:
            running.sources(request["folder"], request["variables"], self._wanted, answers)
        elif self._fast:
            plans.scan(document, self._wanted, answers)
        else:
            running.plan(document, self._wanted, answers)


def _forget() -> None:
    """Empty what checks remember of an input: IAM policies by file, type and name alone, whichever the input is."""
    scanner = sys.modules.get("checkov.terraform.checks.utils.base_cloudsplaining_iam_scanner")
    if scanner is not None:
        scanner.BaseTerraformCloudsplainingIAMScanner.policy_document_cache.clear()


def _settings(question: str) -> None:
    """Ask our checks' settings something before any check does. Raises Failed (usage) where they cannot answer."""
    asked = sys.modules.get("guardrail_settings")
    try:
        if asked is not None:
            getattr(asked, question)()
    except (OSError, ValueError, KeyError) as error:
        raise Failed(f"the settings of the checks cannot be used: {error}", usage=True) from None
