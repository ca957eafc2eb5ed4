"""A worker that answers without Checkov, and the rules that tests work with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from guardrails.files.rule_files import CHECKOV
from guardrails.files.tool_rules import STOCK_SLUG, About, Skip, ToolRules
from guardrails.model.finding import Rule, Severity
from guardrails.model.scan import Record, Scan, ScanFailed

OWN = Rule("CKV_LZ_005", "accelerator-cap", "No accelerator above the cap.", Severity.ERROR, ("A13",))
LOGGED = Rule("CKV_AWS_18", STOCK_SLUG, "Ensure the S3 bucket has access logging enabled", Severity.WARNING)
ROUTED = Rule("CKV2_AWS_35", STOCK_SLUG, "AWS NAT Gateways should be utilized for the default route", Severity.NOTE)
BLUEPRINT = Rule("E9105", "blueprint-accelerators", "No accelerator in a blueprint.", Severity.ERROR)


def tools(*skips: Skip) -> ToolRules:
    """Return two rules of ours, one of them for cfn-lint, and two stock ones."""
    return ToolRules(
        folder=Path("rules"),
        rules={OWN.id: OWN, BLUEPRINT.id: BLUEPRINT},
        stock={LOGGED.id: LOGGED, ROUTED.id: ROUTED},
        skips=skips,
        about={
            OWN.id: About("No accelerated type above the cap", "CRITICAL", CHECKOV, help="Take an allowed type."),
            BLUEPRINT.id: About("No accelerator", "CRITICAL", "cfn-lint"),
            LOGGED.id: About(LOGGED.summary, "MEDIUM", CHECKOV),
            ROUTED.id: About(ROUTED.summary, "LOW", CHECKOV, graph=True),
        },
    )


class FakeWorker:
    """Answers with records that are given by name of the input, `*` for any; notes what it was asked."""

    def __init__(self, answers: Mapping[str, Sequence[Record] | ScanFailed], checks: Sequence[str] = ()) -> None:
        self.answers = answers
        self.checks = tuple(checks)
        self.submitted: list[tuple[str, bytes, str, Mapping[str, Sequence[str]]]] = []
        self.ended = False

    def submit_plan(self, name: str, document: bytes, account: str, unknown: Mapping[str, Sequence[str]]) -> None:
        """Note what is asked."""
        self.submitted.append((name, document, account, unknown))

    def submit_sources(self, name: str, folder: Path, account: str) -> None:
        """Note what is asked."""
        self.submitted.append((name, str(folder).encode(), account, {}))

    def result(self, name: str) -> Scan:
        """Return the records that are given."""
        found = self.answers.get(name, self.answers.get("*", ()))
        if isinstance(found, ScanFailed):
            raise found
        return Scan("Checkov", "3.3.30", tuple(found), dict.fromkeys(self.checks, 3), 7, ("a note of the scanner",))

    def __enter__(self) -> FakeWorker:
        """Return itself."""
        return self

    def __exit__(self, *raised: Any) -> None:
        """Note that it is over."""
        self.ended = True
