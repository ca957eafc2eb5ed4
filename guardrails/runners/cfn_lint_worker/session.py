"""One run: rules loaded once, then template after template."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

from .directives import Directives
from .failing import Failed
from .loading import cfn_lint_version, runner_with

Row = list[Any]
"""check, address, answer, keys, message, line, end line, column, comment."""

COMMENT = "ignore_checks in the template's Metadata"
UNREAD, UNCHANGED, BROKEN = "E0000", "E0001", "E0002"
"""Ids of cfn-lint: not parsed, transform failed, a rule raised (`cfnlint.rules.errors`, 1.58.0)."""

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SECRET = re.compile(
    r"(?:^|_)(?:password|passwd|secret|secret_string|secret_key|access_key|token|api_key|private_key|auth_key|shared_key"
    r"|client_secret|user_data)\Z"
)
"""Names of properties (`MasterUserPassword`, by its parts) whose texts nobody may see."""

_INSERTED = re.compile(r"\$\{[^}]*\}")
_NAMES = frozenset({"Ref", "Fn::GetAtt", "Fn::ImportValue", "Fn::FindInMap"})
"""Functions whose arguments are names of other things."""

_SHORTEST = 4
"""Characters of a text that is taken out wherever it stands; a shorter one would take ordinary words with it."""


class Session:
    """Loaded rules; `answer` runs them."""

    def __init__(self, folders: list[str], rules: list[str], settings: str) -> None:
        self.version = cfn_lint_version()
        from . import offline

        offline.forbid()
        self._offline = offline
        self._runner = runner_with(folders, rules, settings)
        every = self._runner.rules.values()
        self._ours = {one.id: one for one in every if getattr(one, "RULE", None) or one.id in rules}
        questions = {one.id: getattr(one, "guardrails_question", "") for one in every}
        self._questions = {id: of for id, of in questions.items() if of}

    def answer(self, text: bytes, account: str) -> dict[str, Any]:
        """Return what the rules say of a template. Raises Failed where not all of it was read by all of them."""
        template = _template(text)
        os.environ["GUARDRAILS_ACCOUNT"] = account
        directives, hidden = Directives(template), _hidden(template)
        for rule in self._ours.values():
            rule.looked = []
        rows = [self._row(one, directives, hidden) for one in self._matches(template)]
        rows += self._passed(rows)
        notes = [f"cfn-lint options in the template are not used: {', '.join(directives.others)}"]
        return {
            "records": rows,
            "looked": {id: len(getattr(rule, "looked", ())) for id, rule in self._ours.items()},
            "resources": len(template["Resources"]),
            "notes": notes if directives.others else [],
        }

    def _matches(self, template: dict[str, Any]) -> list[Any]:
        found = list(self._runner.validate_template(template))
        self._offline.assert_untried()
        for one in found:
            if one.rule.id == BROKEN:
                broken = str(one.message).partition("processing rule ")[2].partition(":")[0]
                raise Failed(f"rule {broken or 'unknown'} broke on the template")
            if one.rule.id in (UNREAD, UNCHANGED):
                raise Failed(f"the template cannot be read: line {one.linenumber}")
        return [one for one in found if not one.parent_id]

    def _row(self, match: Any, directives: Directives, hidden: list[str]) -> Row:
        id, path = match.rule.id, [str(one) for one in getattr(match, "path", None) or ()]
        check = self._questions.get(id, id)
        resource = path[1] if path[:1] == ["Resources"] and len(path) > 1 else ""
        ignored = directives.ignore(check, resource) or directives.ignore(id, resource)
        answer = "skipped" if ignored else "unknown" if id in self._questions else "failed"
        steps = [one for one in path[3 if path[2:3] == ["Properties"] else 2 :] if not one.isdigit()]
        keys = [".".join(steps)] if steps else []
        message = str(match.message)
        for value in hidden:
            message = message.replace(value, "(hidden)")
        place = [match.linenumber, match.linenumberend, match.columnnumber]
        return [check, ".".join(path[:2]), answer, keys, message, *place, COMMENT if ignored else ""]

    def _passed(self, rows: list[Row]) -> Iterator[Row]:
        """Yield what rules of ours looked at and have nothing to say of."""
        spoken = {(row[0], row[1]) for row in rows}
        for id, rule in self._ours.items():
            for name in getattr(rule, "looked", ()):
                if (id, f"Resources.{name}") not in spoken:
                    yield [id, f"Resources.{name}", "passed", [], "", 0, 0, 0, ""]


def _template(text: bytes) -> dict[str, Any]:
    """Return a decoded template, with the places of everything in it."""
    from cfnlint.decode import decode_str

    try:
        told = text.decode("utf-8")
    except UnicodeDecodeError:
        raise Failed("it is not UTF-8") from None
    template, errors = decode_str(told)
    if errors:
        raise Failed(f"it is neither YAML nor JSON: line {errors[0].linenumber}, column {errors[0].columnnumber}")
    if not isinstance(template, dict) or not isinstance(template.get("Resources"), dict) or not template["Resources"]:
        raise Failed("it is no CloudFormation template: it has no Resources")
    return template


def _hidden(template: dict[str, Any]) -> list[str]:
    """Return the values that nobody may see, long ones first: defaults of `NoEcho` parameters, and what stands under
    the name of a secret. cfn-lint repeats values in its messages."""
    parameters = template.get("Parameters")
    told = [one for one in (parameters.values() if isinstance(parameters, dict) else ()) if isinstance(one, dict)]
    secret = [one for one in told if str(one.get("NoEcho", "")).lower() == "true"]
    values = {str(value) for one in secret for value in (one.get("Default"), *(one.get("AllowedValues") or ()))}
    values |= {one for one in _named_so(template["Resources"], False) if len(one) >= _SHORTEST}
    return sorted((one for one in values if one and one != "None"), key=len, reverse=True)


def _named_so(value: Any, named: bool) -> Iterator[str]:
    """Yield every text below a key that has the name of a secret; `named`: such a key stands above."""
    if isinstance(value, dict):
        for key, one in value.items():
            inner = named and key not in _NAMES
            yield from _named_so(one, inner or bool(_SECRET.search(_HUMP.sub("_", str(key)).lower())))
    elif isinstance(value, list):
        for one in value:
            yield from _named_so(one, named)
    elif named and isinstance(value, str):
        yield str(value)
        yield from _INSERTED.split(value)
