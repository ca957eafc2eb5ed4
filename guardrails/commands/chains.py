"""What a change of policies does to all requests: two projects compared by the prover, account by account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from guardrails.model.difference import Difference

if TYPE_CHECKING:
    from guardrails.commands.comparing.pairing import Pair
    from guardrails.files.loaded import Project


class Compared(NamedTuple):
    """Accounts that get one answer, and this answer; `proved_by_text`: their policies are the same on both sides."""

    accounts: tuple[str, ...]
    difference: Difference
    proved_by_text: bool = False

    @property
    def names(self) -> str:
        """The accounts: `Dev, Prod`."""
        return ", ".join(self.accounts)


def compared(before: Project, after: Project) -> Iterator[Compared]:
    """Yield what is newly allowed and newly denied in the accounts that both projects have, over all requests."""
    from guardrails.commands.comparing.pairing import groups_of, matched

    for group in groups_of(matched(before, after).pairs):
        names = tuple(one.name for one in group)
        if group[0].same and not any(one.open for one in group):
            yield Compared(names, Difference(), proved_by_text=True)
        else:
            yield Compared(names, _difference(before, group[0]))


def _difference(project: Project, pair: Pair) -> Difference:
    from guardrails.commands.proving.places import scene_of
    from guardrails.prover.comparing import compare

    if pair.open:
        return Difference(undecided=(pair.open,))
    one, other = pair.chains
    return compare(one.policies, other.policies, scene_of(project, pair.before))
