"""Templates: one entry of the file that stands for several accounts (a team's stages, one sandbox per person).

Values come from the use, else from the template, else from what is built in below. An account made here is planned
until its use gives it an id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from guardrails.files.reporting import Reporter
from guardrails.model.source import Pointer

BUILT_IN: Mapping[str, Mapping[str, Any]] = {
    "ml-team": {
        "accounts": ["{team}-{stage}"],
        "connectivity": {"dev": "none", "test": "corporate", "prod": "corporate"},
    },
    "product": {"accounts": ["{team}-{stage}"]},
    "sandbox": {
        "accounts": ["sandbox-{person}"],
        "env": "sandbox",
        "owner": "{person}",
        "connectivity": "none",
        "data_class": "synthetic",
    },
}
"""What a template of that name means where the file does not define it."""

_TAKEN = ("email", "env", "owner", "budget_usd", "connectivity", "data_class", "cost_center", "scps")
_PLACE = re.compile(r"\{([^{}]*)\}|[{}]")


def expand_team(
    use: Mapping[str, Any], pointer: Pointer, templates: Mapping[str, Any], report: Reporter
) -> list[dict[str, Any]]:
    """Return the account entries of a team: for each stage those of the template, in the template's order."""
    made: list[dict[str, Any]] = []
    for stage in use["stages"]:
        words = {"team": use["name"], "stage": stage}
        made += _accounts(use, pointer, templates, words, report)
    _unused_ids(use, made, pointer, report)
    return made


def expand_people(
    use: Mapping[str, Any], pointer: Pointer, templates: Mapping[str, Any], report: Reporter
) -> list[dict[str, Any]]:
    """Return the account entries of a template that is used once for each person."""
    made: list[dict[str, Any]] = []
    for person in use["people"]:
        made += _accounts(use, pointer, templates, {"person": person}, report)
    _unused_ids(use, made, pointer, report)
    return made


def _accounts(
    use: Mapping[str, Any], pointer: Pointer, templates: Mapping[str, Any], words: Mapping[str, str], report: Reporter
) -> Iterator[dict[str, Any]]:
    name = use["template"]
    template = templates.get(name) or BUILT_IN.get(name)
    if template is None:
        known = ", ".join(sorted({*templates, *BUILT_IN}))
        report.reference(f"no template is called {name!r}", (*pointer, "template"), f"known are {known}")
        return
    for pattern in template["accounts"]:
        account = _fill(pattern, words, pointer, report)
        filled = {"name": account, "template": name}
        filled |= dict(_values(use, template, {**words, "account": account}, pointer, report))
        filled.setdefault("env", words.get("stage", "sandbox"))
        filled.setdefault("owner", words.get("team", words.get("person", "")))
        identity = use.get("ids", {}).get(account)
        if identity is not None:
            filled["id"] = identity
        filled["status"] = use.get("status") or ("active" if identity is not None else "planned")
        yield filled


def _values(
    use: Mapping[str, Any], template: Mapping[str, Any], words: Mapping[str, str], pointer: Pointer, report: Reporter
) -> Iterator[tuple[str, Any]]:
    for key in _TAKEN:
        value = use.get(key)
        if value is None:
            value = template.get(key)
        if isinstance(value, Mapping):
            value = value.get(words.get("stage", ""))
        if isinstance(value, str):
            value = _fill(value, words, pointer, report)
        if value is not None:
            yield key, value


def _fill(pattern: str, words: Mapping[str, str], pointer: Pointer, report: Reporter) -> str:
    """Return the pattern with its words filled in; an unknown word or a lone brace is reported and stays."""

    def word(match: re.Match[str]) -> str:
        if match[1] not in words:
            known = ", ".join(f"{{{name}}}" for name in words)
            report.reference(f"{match[0]} in {pattern!r} is not known here", pointer, f"known are {known}")
        return words.get(match[1] or "", match[0])

    return _PLACE.sub(word, pattern)


def _unused_ids(use: Mapping[str, Any], made: list[dict[str, Any]], pointer: Pointer, report: Reporter) -> None:
    names = {entry["name"] for entry in made}
    for name in use.get("ids", {}):
        if name not in names:
            help = f"it makes {', '.join(sorted(names)) or 'no account'}"
            report.reference(f"the template makes no account {name!r}", (*pointer, "ids", name), help)
