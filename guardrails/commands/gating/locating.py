"""Where findings stand: in the Terraform sources where these are at hand, else in the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from guardrails.commands.plan_inputs import has_sources, sources_in
from guardrails.model.finding import Finding
from guardrails.model.plan.plan import Plan

if TYPE_CHECKING:
    from guardrails.terraform.sources.places import SkipComment, Sources, WaiverComment


@dataclass(frozen=True, slots=True)
class Located:
    """The sources of a plan, if any."""

    plan: Plan
    sources: Sources | None = None

    def place(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings at file and line of their resource's block, with the calls of modules that lead there."""
        return tuple(self._placed(one) for one in findings)

    def _placed(self, finding: Finding) -> Finding:
        change = self.plan.by_address.get(finding.address)
        place = self.sources.place_of(change) if self.sources and change and not finding.location.span else None
        if place is None:
            return finding
        calls = tuple((call, "called here") for call in place.calls)
        return replace(finding, location=place.location, related=(*finding.related, *calls))

    def waiver_comments(self) -> tuple[WaiverComment, ...]:
        """Return the waivers that stand as comments above resource blocks."""
        return self.sources.waivers() if self.sources else ()

    def skip_comments(self) -> tuple[SkipComment, ...]:
        """Return the comments in the sources that skip a check of Checkov."""
        return self.sources.skips() if self.sources else ()

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts of the sources, by file as shown, without secrets: reports show lines of them."""
        if self.sources is None:
            return {}
        from guardrails.terraform.sources.concealing import concealed  # a plan alone does not pay for it

        return {file: self.plan.conceal(concealed(text)) for file, text in self.sources.texts.items()}

    @property
    def problems(self) -> tuple[str, ...]:
        """What could not be read of the sources."""
        return tuple(self.sources.problems) if self.sources else ()


def located(plan: Plan, path: Path, source: Path | None) -> Located:
    """Return where the plan's findings are to be placed: in the folder that is given, or in the one of the plan.

    Raises Misused when a folder is given that holds no Terraform file.
    """
    if source is not None:
        return Located(plan, sources_in(source))
    folder = Path() if str(path) == "-" else path.parent
    return Located(plan, sources_in(folder) if has_sources(folder) else None)
