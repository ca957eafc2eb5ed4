"""What a change of policies does to all requests: two projects compared by the prover, account by account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from guardrails.model.difference import Difference

if TYPE_CHECKING:
    from guardrails.commands.comparing.pairing import Pair
    from guardrails.files.loaded import Project
    from guardrails.model.policy.document import PolicyDocument
    from guardrails.model.proof import Scene


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

    found = matched(before, after)
    for group in groups_of(found.pairs, found.with_other_rcps):
        names = tuple(one.name for one in group)
        if group[0].same and not found.with_other_rcps and not any(one.open for one in group):
            yield Compared(names, Difference(), proved_by_text=True)
        elif group[0].open:
            yield Compared(names, Difference(undecided=(group[0].open,)))
        else:
            yield Compared(names, difference_of(before, after, group[0]))


def difference_of(before: Project, after: Project, pair: Pair) -> Difference:
    """Return what changes for the callers of one account, on its own resources and on those of other accounts."""
    from guardrails.commands.proving.places import scene_of
    from guardrails.prover.comparing import compare

    one, other = pair.chains
    scenes = (scene_of(before, pair.before), scene_of(after, pair.after))
    first, second = (replace(scene, rcps=_elsewhere(scene)) for scene in scenes)
    return compare(one.policies, other.policies, first, replace(first, rcps=second.rcps))


def _elsewhere(scene: Scene) -> dict[str, tuple[tuple[PolicyDocument, ...], ...]]:
    """The RCPs over the resources of other accounts; its own are among the policies of each side."""
    return {id: levels for id, levels in scene.rcps.items() if id != scene.account_id}
