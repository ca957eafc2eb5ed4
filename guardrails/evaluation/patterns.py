"""Patterns: `*` and `?` in actions, resources and condition values, and the ARN fields that they apply to.

Sources (2026-09): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Glob:
    """A pattern on a whole text: `*` is any run of characters (`/` and `:` too), `?` exactly one; case counts.

    `source` is its regular expression, compiled when first needed; `plain` is the text itself where it has no wildcard.
    """

    source: str
    plain: str | None = None

    @staticmethod
    @lru_cache(maxsize=65536)
    def of(text: str) -> Glob:
        """Return the pattern that `text` writes."""
        return Glob(_regex([text]), None if "*" in text or "?" in text else text)

    @staticmethod
    @lru_cache(maxsize=65536)
    def joined(parts: tuple[tuple[str, bool], ...], one: str = ".") -> Glob:
        """Return the pattern of parts, each a text and whether its `*` and `?` are wildcards (else plain text).

        `one` is the regular expression that stands for `?`.
        """
        return Glob(_regex([text if wild else _PLAIN + text for text, wild in parts], one))

    def matches(self, text: str) -> bool:
        """Whether the whole text is of this pattern."""
        if self.plain is not None:
            return text == self.plain
        return _compiled(self.source).fullmatch(text) is not None


@lru_cache(maxsize=65536)
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


_PLAIN = "\0plain\0"


def _regex(parts: list[str], one: str = ".") -> str:
    """The regular expression of a glob, in time linear in the text for each `*`.

    A run between two stars may be taken where it first occurs, so each is an atomic group: nothing is tried twice.
    """
    runs = [""]
    for part in parts:
        if part.startswith(_PLAIN):
            runs[-1] += re.escape(part.removeprefix(_PLAIN))
            continue
        for character in part:
            if character == "*":
                runs.append("")
            else:
                runs[-1] += one if character == "?" else re.escape(character)
    if len(runs) == 1:
        return f"(?s:{runs[0]})"
    middle = "".join(f"(?>.*?{run})" for run in runs[1:-1] if run)
    return f"(?s:{runs[0]}{middle}.*{runs[-1]})"


def arn_fields(text: str) -> tuple[str, ...]:
    """Return the colon-separated fields of an ARN: six for a whole one (the last keeps further colons), else fewer."""
    return tuple(text.split(":", 5))


@lru_cache(maxsize=65536)
def action_matches(pattern: str, action: str) -> bool:
    """Whether an action is of a pattern: prefix and name without regard to case, wildcards in the name only.

    A bare `*` is every action. A pattern without a literal prefix (`*:Delete*`) matches nothing: IAM rejects it. Of
    `*:*` AWS says nothing: either it is refused, or it is every action, so no policy in force has it for less.
    """
    if pattern in ("*", "*:*"):
        return True
    prefix, colon, name = pattern.lower().partition(":")
    service, _, operation = action.lower().partition(":")
    if not colon or prefix != service:
        return False
    return Glob.of(name).matches(operation) if "*" in name or "?" in name else name == operation
