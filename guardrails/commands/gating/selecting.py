"""Which rules of the gate run, which are advisory, and which have to see a resource."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guardrails.commands.outcomes import Misused
from guardrails.gate.inspection import PlanRule
from guardrails.gate.table import ENGINE_RULES, PLAN_RULES
from guardrails.gate.waiving import WAIVER_RULES
from guardrails.model.finding import Rule


@dataclass(frozen=True, slots=True)
class Selection:
    """The rules of one run. `engine` are the ids of those whose findings need the evaluation engine."""

    rules: tuple[PlanRule, ...]
    engine: frozenset[str]
    advisory: frozenset[str]
    must_match: frozenset[str]

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all rules that run."""
        return self.engine | {one.rule.id for one in self.rules}


def gate_rules() -> tuple[Rule, ...]:
    """Return every rule that the gate can report, those about waivers included."""
    return (*(one.rule for one in PLAN_RULES), *(rule for rule, _ in ENGINE_RULES), *WAIVER_RULES)


def waivable() -> dict[str, str]:
    """Return the slugs, by id, of the rules that a waiver may name."""
    return {rule.id: rule.slug for rule in gate_rules() if rule not in WAIVER_RULES}


def selection_of(only: Iterable[str], advisory: Iterable[str], require_match: Iterable[str]) -> Selection:
    """Return the rules that run; raises Misused for an id that is none, or that was asked for and left out."""
    chosen = frozenset(_id(one, "--rule") for one in only) or frozenset(waivable())
    matched = frozenset(_id(one, "--require-match") for one in require_match)
    left_out = sorted(matched - chosen)
    if left_out:
        raise Misused(f"--require-match {left_out[0]}: --rule leaves it out")
    return Selection(
        rules=tuple(one for one in PLAN_RULES if one.rule.id in chosen),
        engine=frozenset(rule.id for rule, _ in ENGINE_RULES if rule.id in chosen),
        advisory=frozenset(_id(one, "--advisory") for one in advisory),
        must_match=matched,
    )


def _id(text: str, option: str) -> str:
    known = waivable()
    wanted = text.strip().lower()
    found = next((id for id, slug in known.items() if wanted in (id.lower(), slug)), None)
    if found is None:
        from difflib import get_close_matches

        close = get_close_matches(wanted, [*(id.lower() for id in known), *known.values()], n=1)
        hint = f"; did you mean {close[0].upper() if close[0].startswith('pg-') else close[0]}?" if close else ""
        raise Misused(f"{option} {text}: there is no such rule of the gate{hint}")
    return found
