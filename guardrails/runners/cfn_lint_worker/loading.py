"""cfn-lint's runner with our rules in it, loaded once; a rule that does not load ends everything."""

from __future__ import annotations

import json
import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from .failing import Failed


def cfn_lint_version() -> str:
    """Return cfn-lint's version. Raises Failed (usage) where this interpreter has no cfn-lint."""
    try:
        return version("cfn-lint")
    except PackageNotFoundError:
        raise Failed("this interpreter has no cfn-lint", usage=True) from None


def runner_with(folders: list[str], wanted: list[str], settings: str) -> Any:
    """Return a `cfnlint.runner.Runner` that has cfn-lint's rules and those of the folders.

    Args:
        folders: of rule files; a file of the same name in a later one replaces the earlier one.
        wanted: ids that have to be among the loaded rules.
        settings: the organization's settings file; its allowed Regions are those that templates are checked for.

    Raises:
        Failed: (usage) a rule does not load, has an id twice, or is not there.
    """
    os.environ["GUARDRAILS_SETTINGS"] = settings
    from cfnlint.config import ConfigMixIn
    from cfnlint.exceptions import DuplicateRuleError
    from cfnlint.runner import Runner

    # The whole configuration: the worker runs in an empty folder with an empty home, so no file adds to it.
    runner = Runner(ConfigMixIn([], regions=_regions(settings), include_checks=["I"]))
    for file in _files(folders):
        for rule in _loaded(file):
            try:
                runner.rules.register(rule)
            except DuplicateRuleError:
                raise Failed(f"rule {rule.id}: {file.name} has an id that another rule has", usage=True) from None
    missing = sorted(set(wanted) - runner.rules.keys())
    if missing:
        raise Failed(f"no rule has the id {missing[0]}", usage=True)
    return runner


def _files(folders: list[str]) -> list[Path]:
    found = {file.name: file for folder in folders for file in sorted(Path(folder).glob("[A-Za-z1-9]*.py"))}
    return [found[name] for name in sorted(found)]


def _loaded(file: Path) -> list[Any]:
    """Return the rules of a file, as cfn-lint finds them (`cfnlint.helpers.load_plugins`)."""
    from cfnlint.helpers import create_rules, import_filename

    try:
        rules: list[Any] = create_rules(import_filename(file.stem, str(file.parent)))
    # Whatever its code raises: without the rule no answer is whole.
    except Exception as error:
        raise Failed(f"rule file {file.name} does not load: {type(error).__name__}", usage=True) from None
    if not any(one.id for one in rules):
        raise Failed(f"rule file {file.name} holds no rule", usage=True)
    return rules


def _regions(settings: str) -> list[str]:
    from cfnlint.helpers import REGIONS

    try:
        told = json.loads(Path(settings).read_text("utf-8"))["settings"]["allowed_regions"]
    except (OSError, ValueError, KeyError, TypeError):
        raise Failed("the settings of the organization cannot be read", usage=True) from None
    known = [one for one in told if one in REGIONS]
    return known or ["us-east-1"]
