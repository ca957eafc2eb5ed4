"""Which rules of the gate run, which are advisory, and which have to see a resource."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from guardrails.commands.outcomes import Misused
from guardrails.commands.scanning.options import ScanOptions
from guardrails.commands.scanning.selection import checkov_rules
from guardrails.files.rule_files import CFN_LINT, CHECKOV
from guardrails.files.tool_rules import ToolRules, tool_rules
from guardrails.gate.inspection import PlanRule
from guardrails.gate.table import ENGINE_RULES, PLAN_RULES
from guardrails.gate.waiving import WAIVER_RULES
from guardrails.model.finding import Rule


@dataclass(frozen=True, slots=True)
class Selection:
    """The rules of one run. `engine` are the ids of those whose findings need the evaluation engine.

    `checkov` are the ids of the checks that Checkov is to run; none: it is not started. `picked` are the rules that
    were asked for by name; none: all run.
    """

    rules: tuple[PlanRule, ...]
    engine: frozenset[str]
    advisory: frozenset[str]
    must_match: frozenset[str]
    checkov: frozenset[str] = frozenset()
    picked: frozenset[str] = frozenset()

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all rules that run."""
        return self.engine | self.checkov | {one.rule.id for one in self.rules}


def gate_rules() -> tuple[Rule, ...]:
    """Return every rule that the gate itself can report, those about waivers included."""
    return (*(one.rule for one in PLAN_RULES), *(rule for rule, _ in ENGINE_RULES), *WAIVER_RULES)


def waivable(tools: ToolRules | None = None) -> dict[str, str]:
    """Return the slugs, by id, of the rules that a waiver may name: those of the gate, of Checkov and of cfn-lint.

    Args:
        tools: rules of a project; else those that ship with the product.
    """
    of_tools = tools or tool_rules()
    own = {rule.id: rule.slug for rule in gate_rules() if rule not in WAIVER_RULES}
    return own | {id: rule.slug for id, rule in {**of_tools.rules, **of_tools.stock}.items()}


def selection_of(
    only: Iterable[str],
    advisory: Iterable[str],
    require_match: Iterable[str],
    tools: ToolRules | None = None,
    scan: ScanOptions | None = None,
) -> Selection:
    """Return the rules that run; raises Misused for an id that is none, or that was asked for and left out.

    Args:
        only: ids, slugs, or patterns of ids (`CKV_LZ_*`); none: all.
        advisory: the same, of rules that never close the gate.
        require_match: the same, of rules that have to see a resource.
        tools: rules of the project; else those that ship with the product.
        scan: what was said about Checkov; None: nothing was, so it runs with all checks that the baseline keeps.
    """
    tools, asked = tools or tool_rules(), scan or ScanOptions()
    known = waivable(tools)
    _refuse_left_out({"--rule": only, "--advisory": advisory, "--require-match": require_match}, tools)
    picked = frozenset(id for one in only for id in _ids(one, "--rule", known))
    wanted = checkov_rules(tools, stock=asked.stock_checks or bool(picked)) if asked.checkov else {}
    _refuse_unasked(only, picked, asked, wanted, tools)
    if not asked.checkov:
        _refuse_idle(only, known, tools)
    chosen = picked or frozenset(known)
    matched = frozenset(id for one in require_match for id in _ids(one, "--require-match", known))
    left_out = sorted(matched - chosen)
    if left_out:
        raise Misused(f"--require-match {left_out[0]}: --rule leaves it out")
    return Selection(
        rules=tuple(one for one in PLAN_RULES if one.rule.id in chosen),
        engine=frozenset(rule.id for rule, _ in ENGINE_RULES if rule.id in chosen),
        advisory=frozenset(id for one in advisory for id in _ids(one, "--advisory", known)),
        must_match=matched,
        checkov=frozenset(wanted) & chosen,
        picked=picked,
    )


def _refuse_unasked(
    only: Iterable[str], picked: frozenset[str], asked: ScanOptions, wanted: Mapping[str, Rule], tools: ToolRules
) -> None:
    """Raise Misused for a check of Checkov that is asked for by its own name and cannot run."""
    for id in sorted(picked & {one.strip().upper() for one in only} - wanted.keys()):
        if id not in tools.about or tools.about[id].tool == CFN_LINT:
            continue
        if not asked.checkov:
            raise Misused(f"--rule {id}: Checkov runs it, and --no-checkov or GUARDRAILS_CHECKOV=0 switches that off")
        skip = next((one for one in tools.skips if one.id == id and one.always), None)
        raise Misused(
            f"--rule {id}: {f'the baseline leaves it out: {skip.reason}' if skip else 'it is no rule of plans'}"
        )


def _refuse_left_out(words: Mapping[str, Iterable[str]], tools: ToolRules) -> None:
    """Raise Misused for a stock check that the baseline leaves out everywhere, given by option and ids."""
    reasons = {one.id: one.reason for one in tools.skips if one.always and one.id not in tools.stock}
    for option, ids in words.items():
        for id in ids:
            if id.strip().upper() in reasons:
                raise Misused(f"{option} {id}: the baseline leaves it out: {reasons[id.strip().upper()]}")


def _refuse_idle(only: Iterable[str], known: Mapping[str, str], tools: ToolRules) -> None:
    """Raise Misused for a slug or a pattern that means checks of Checkov alone, which is switched off."""
    for word in only:
        if all(id in tools.about and tools.about[id].tool == CHECKOV for id in _ids(word, "--rule", known)):
            raise Misused(f"--rule {word}: Checkov runs it, and --no-checkov or GUARDRAILS_CHECKOV=0 switches that off")


def _ids(text: str, option: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids of the rules that a word means: an id, a slug or a pattern of ids."""
    wanted = text.strip().lower()
    if "*" in wanted:
        found = tuple(id for id in known if fnmatchcase(id.lower(), wanted))
    else:
        found = tuple(id for id, slug in known.items() if wanted in (id.lower(), slug))
    if not found:
        from difflib import get_close_matches

        names = {name.lower(): name for id, slug in known.items() for name in (id, slug)}
        close = get_close_matches(wanted, names, n=1)
        hint = f"; did you mean {names[close[0]]}?" if close else ""
        raise Misused(f"{option} {text}: there is no such rule of the gate{hint}")
    return found
