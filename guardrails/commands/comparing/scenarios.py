"""Which scenarios come out differently: those of either side, asked of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from guardrails.commands.calls import call_of
from guardrails.commands.comparing.pairing import Pair
from guardrails.commands.opening import start_of
from guardrails.commands.scenario_states import State, asked_in
from guardrails.evaluation.call import expand
from guardrails.model.answer import Outcome
from guardrails.model.gate_report import ScenarioChange

if TYPE_CHECKING:
    from guardrails.commands.comparing.compared import Side

_SAYS_NOTHING = {"note", "rows", "expect", "by", "gap"}
"""Fields that do not change what a scenario asks."""


def changed_scenarios(
    before: Side, after: Side, pairs: tuple[Pair, ...]
) -> tuple[tuple[ScenarioChange, ...], tuple[str, ...]]:
    """Return the scenarios that change, and the files and scenarios that could not be asked.

    What a scenario expects is what the side after says, where it is there on both.
    """
    states = State(before.project), State(after.project)
    found: dict[tuple[str, str, str], ScenarioChange] = {}
    unasked: list[str] = []
    for side, mine in ((after, 1), (before, 0)):
        names = {pair.accounts[mine].name: pair for pair in pairs}
        for key, change in _changes(side, names, states, unasked):
            found.setdefault(key, change)
    return tuple(one for one in found.values() if one.before != one.after), tuple(dict.fromkeys(unasked))


def _changes(
    side: Side, pairs: Mapping[str, Pair], states: tuple[State, State], unasked: list[str]
) -> Iterator[tuple[tuple[str, str, str], ScenarioChange]]:
    """Yield each scenario of one side with what both say to it, whether that differs or not."""
    for scenario, account, question in asked_in(side.project, start_of(side.day), unasked):
        pair = pairs.get(account.name)
        if pair is None:
            continue
        name = scenario.id or scenario.note or scenario.request
        try:
            call = call_of(side.project, account, question)
            parts = expand(call)
            outcomes = [state.outcome(one.name, call, parts) for state, one in zip(states, pair.accounts, strict=True)]
        except ValueError:
            unasked.append(name)
            continue
        words = (outcomes[0].words, outcomes[1].words, Outcome(scenario.expect).words)
        content = scenario.model_dump_json(exclude=_SAYS_NOTHING)
        yield (content, pair.after.name, question.action), ScenarioChange(name, pair.after.name, *words)
