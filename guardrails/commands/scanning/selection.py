"""Which of Checkov's checks run: ours and the stock ones that the baseline keeps, by what the user asks for."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from guardrails.commands.outcomes import Misused
from guardrails.files.rule_files import CHECKOV, WrongRule
from guardrails.files.tool_rules import FILE, ToolRules, rules_folder, tool_rules, with_own
from guardrails.model.finding import Rule

if TYPE_CHECKING:
    from guardrails.files.loaded import Project


def tools_of(project: Project) -> ToolRules:
    """Return the rules that ship with the product, with those of the project's own `rules/`.

    Raises Misused where its table, or one of its check files, cannot be used.
    """
    own = project.root / "rules"
    try:
        if project.bundled or own.resolve() == rules_folder().resolve():
            return tool_rules()
        return with_own(tool_rules(), own)
    except WrongRule as wrong:
        raise Misused(f"{own}: {wrong}") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        told = f": {error}" if isinstance(error, ValueError) else ""
        raise Misused(f"{own / FILE} cannot be used{told}") from None


def rule_folders(project: Project, name: str) -> tuple[Path, ...]:
    """Return the folders `rules/<name>`: ours, then the project's own, whose files count where names are the same."""
    ours, own = rules_folder() / name, project.root / "rules" / name
    if project.bundled or not own.is_dir() or own.resolve() == ours.resolve():
        return (ours,)
    return (ours, own)


def rule_of(tools: ToolRules, id: str) -> Rule | None:
    """Return the rule of that id, ours or a stock one; None for an id that is unknown here."""
    return tools.rules.get(id) or tools.stock.get(id)


def checkov_rules(tools: ToolRules, stock: bool = True) -> dict[str, Rule]:
    """Return the rules that Checkov runs, by id, those left out everywhere not among them."""
    left_out = {one.id for one in tools.skips if one.always}
    every = {**tools.rules, **(tools.stock if stock else {})}
    return {id: rule for id, rule in every.items() if tools.about[id].tool == CHECKOV and id not in left_out}


def checks_for(
    tools: ToolRules, chosen: Collection[str], environment: str, account: str, types: frozenset[str] | None = None
) -> tuple[str, ...]:
    """Return the chosen checks that are to run for a target, in order of ids.

    Args:
        chosen: ids out of `checkov_rules`.
        environment: of the target, empty where nobody knows it: then what only one environment leaves out runs.
        account: name of the target, or empty.
        types: of the resources in the input; None where they are not known.
    """
    left_out = {one.id for one in tools.skips if one.whole(environment, account, types)}
    return tuple(sorted(set(chosen) - left_out))
