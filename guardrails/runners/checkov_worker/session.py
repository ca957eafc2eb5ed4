"""One worker's life: checks are loaded and verified once, then any number of inputs are scanned with them."""

from __future__ import annotations

import os
import sys
from typing import Any

from . import deferring, offline, versions
from .failing import Failed


class Session:
    """The loaded checks, and how this version of Checkov is to be run."""

    def __init__(self, folders: list[str], checks: list[str], settings: str, shortcuts: bool) -> None:
        self.version = versions.checkov_version()
        self.notes: list[str] = []
        self._fast = shortcuts and versions.tested(self.version)
        if not self._fast:
            self.notes.append(f"Checkov {self.version} is outside the tested versions; it runs without our shortcuts")
        if not checks:
            raise Failed("no check is selected; a scan without checks would find nothing", usage=True)
        os.environ["GUARDRAILS_SETTINGS"] = settings
        offline.forbid()
        if self._fast:
            deferring.defer_checkov()
        self._load(folders, checks)

    def _load(self, folders: list[str], checks: list[str]) -> None:
        from . import ours, stock

        registered = ours.load(folders)
        others = [one for one in checks if one not in registered]
        if self._fast:
            stock.load(others)
        else:
            stock.load_all()
        known = {one.id for one in stock.registered()}
        if not set(others) <= known and self._fast:
            stock.load_all()
            known = {one.id for one in stock.registered()}
        ours.verified(checks, known, registered)
        self._wanted, self._ours = frozenset(checks), frozenset(registered)

    def answer(self, request: dict[str, Any], document: bytes) -> dict[str, Any]:
        """Return what the checks say of one input. Raises Failed; anything else it raises is a fault of ours."""
        os.environ["GUARDRAILS_ACCOUNT"] = request["account"]
        late = getattr(sys.modules.get("guardrail_values"), "UNKNOWN_AT", {})
        late.clear()
        late.update({address: frozenset(names) for address, names in (request.get("unknown") or {}).items()})
        try:
            return self._scan(document)
        finally:
            late.clear()
            offline.assert_untried()

    def _scan(self, document: bytes) -> dict[str, Any]:
        from . import nodes, plans, scanning

        found = plans.definitions(plans.read(document))
        answers = scanning.Answers(self._ours)
        registries = scanning.Registries(self._wanted)
        graph = nodes.Nodes(found)
        for kind, entity, address in plans.blocks(found):
            answers.resources += 1
            registries.scan(kind, entity, address, graph, answers)
        answers.whole()
        return {
            "records": answers.records,
            "looked": dict(answers.looked),
            "resources": answers.resources,
            "notes": self.notes,
        }
