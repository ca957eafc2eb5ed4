"""What the command line of the gate says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from guardrails.commands.scanning.options import ScanOptions, scan_options_in
from guardrails.gate.outcome import Terms
from guardrails.model.finding import Severity

if TYPE_CHECKING:
    from guardrails.commands.gating.selecting import Selection


_NOT_ASKED = ScanOptions(checkov=False)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says, but for where the answer goes. Texts are empty where nothing was said."""

    account: str = ""
    environment: str = ""
    caller: str = ""
    region: str = ""
    source: Path | None = None
    module: str = ""
    on_unknown: str | None = None
    fail_on: str = "error"
    only: tuple[str, ...] = ()
    advisory: tuple[str, ...] = ()
    require_match: tuple[str, ...] = ()
    waivers: Path | None = None
    baseline: Path | None = None
    approved: Path | None = None
    changed_only: bool = False
    repeated: bool = False
    allow_empty: bool = False
    allow_incomplete: bool = False
    scan: ScanOptions = _NOT_ASKED
    """The command line asks for Checkov unless it says otherwise; who calls from Python says so."""

    @staticmethod
    def of(values: Mapping[str, object]) -> Options:
        """Return the options from click's parameters of the same names."""
        rest = dict(values)
        scan = scan_options_in(rest)
        return Options(**rest, scan=scan)  # type: ignore[arg-type]  # click made the values; their types are declared

    def terms(self, selection: Selection, bundled: bool = False) -> Terms:
        """Return what closes the gate under these options; `bundled`: the organization is the built-in example."""
        return Terms(
            Severity(self.fail_on),
            self.on_unknown or "",
            advisory=selection.advisory,
            must_match=selection.must_match,
            allow_empty=self.allow_empty,
            example=bundled,
        )
