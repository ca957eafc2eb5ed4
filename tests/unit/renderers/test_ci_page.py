"""The page about CI: its snippets are YAML, and every format and option in them exists."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from click import Command

from guardrails.commands.check import command
from guardrails.renderers.formats import FINDING_FORMATS

PAGE = (Path(__file__).parents[3] / "docs" / "ci.md").read_text("utf-8")


def test_snippets_are_yaml() -> None:
    snippets = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert len(snippets) == 3
    assert all(isinstance(yaml.safe_load(snippet), dict) for snippet in snippets)


def test_formats_exist_and_all_are_named() -> None:
    assert set(re.findall(r"--output ([a-z]+)=", PAGE)) <= FINDING_FORMATS.keys()
    assert set(re.findall(r"`(\w+)`", PAGE.partition("## GitHub")[0])) >= FINDING_FORMATS.keys()


def test_options_exist() -> None:
    assert isinstance(command, Command)
    known = {name for parameter in command.params for name in parameter.opts}
    assert set(re.findall(r"(?<![<-])--[a-z][a-z-]+", PAGE)) <= known
