"""What a scanner said of the files that a check was pointed at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from guardrails.model.finding import Finding, Rule
from guardrails.model.report import CheckedFile, Suppressed


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it. `sources` are texts by file as shown, without secrets; `rules` those that were found.

    `given` are files of modules that hold no policy but attach those that callers give them.
    `undecided` is what hangs on values that no source shows; a plan shows them, so the gate decides it.
    """

    findings: tuple[Finding, ...] = ()
    undecided: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    files: tuple[CheckedFile, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    rules: tuple[Rule, ...] = ()
    notes: tuple[str, ...] = ()
    brought_by: str = ""
    """What brings the values that are undecided; empty: a plan shows them."""

    def remarks(self, verbose: bool) -> Iterator[str]:
        """Yield what the user has to know beside the findings; `verbose` lists what is undecided among them."""
        yield from self.notes
        if self.undecided and not verbose:
            many = len(self.undecided)
            hang = "1 answer hangs" if many == 1 else f"{many} answers hang"
            source = f"only {self.brought_by} bring" if self.brought_by else "only a plan shows"
            decides = "" if self.brought_by else " `guardrails gate` decides it,"
            yield f"{hang} on values that {source}:{decides} -v lists them"
