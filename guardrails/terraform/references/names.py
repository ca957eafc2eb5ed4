"""Names in expressions, as plan JSON writes them: `aws_s3_bucket.ct[1].id`, `module.mb.id`, `each.key`.

For each name Terraform lists it whole, then ever shorter (`module.mb.id`, `module.mb`), in the order of the expression.
Source: https://developer.hashicorp.com/terraform/internals/json-format#expression-representation (2026-11)
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache

from guardrails.model.plan.values import Path

_STEP = re.compile(r'([A-Za-z_][\w-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\[(\.\.\.)\]')
_LENGTH = {"data": 3, "module": 2, "var": 2, "local": 2, "each": 2, "count": 2}
_SILENT = {"path", "terraform", "self"}
_OTHER = {"ephemeral", "action", "list", "resource", "check"}


@dataclass(frozen=True, slots=True)
class Name:
    """One name: `kind` resource, module, var, local, each, count, silent (`path.module`: no object) or other.

    `subject` is the address within its module for resources (`data.aws_vpc.here`), else the bare name (`key` of
    `each.key`); `key` the constant instance key behind it, `rest` the steps after that.
    """

    kind: str
    subject: str
    text: str
    key: str | int | None = None
    rest: Path = ()

    @property
    def indexes(self) -> bool:
        """Whether this can be what stands in the brackets of the name before it."""
        return self.kind in ("each", "count", "var", "local")


@lru_cache(maxsize=65536)
def names_of(references: tuple[str, ...]) -> tuple[Name, ...]:
    """Return the names of an expression, each once as it was written, in order; repeated ones are kept."""
    names, last = [], ""
    for one in references:
        shorter = last.startswith(one) and last[len(one) : len(one) + 1] in (".", "[")
        if not shorter:
            names.append(name_of(one))
        last = one
    return tuple(names)


@lru_cache(maxsize=65536)
def name_of(text: str) -> Name:
    """Return one name."""
    steps = [_step(match) for match in _STEP.finditer(text)]
    first = steps[0] if steps else ""
    if first in _SILENT or first in _OTHER or not isinstance(first, str):
        return Name("silent" if first in _SILENT else "other", text, text)
    length = _LENGTH.get(first, 2)
    if len(steps) < length:
        return Name("other", text, text)
    kind = first if first in _LENGTH and first != "data" else "resource"
    subject = ".".join(map(str, steps[:length] if kind == "resource" else steps[1:length]))
    rest = tuple(steps[length:])
    if kind in ("resource", "module") and rest and _bracketed(text, length):
        return Name(kind, subject, text, rest[0], rest[1:])
    return Name(kind, subject, text, None, rest)


def _bracketed(text: str, length: int) -> bool:
    """Whether a bracket follows the subject: `aws_vpc.main["a"]`, not `aws_vpc.main.id`."""
    matches = list(_STEP.finditer(text))
    return len(matches) > length and matches[length][1] is None


def _step(match: re.Match[str]) -> str | int:
    if match[1] is not None:
        return match[1]
    if match[2] is not None:
        return int(match[2])
    return unquoted(match[3]) if match[3] is not None else "..."


def unquoted(text: str) -> str:
    """Return the key that a quoted string in an address stands for."""
    try:
        key = str(json.loads(text))
    except ValueError:
        key = text[1:-1]
    return key.replace("$${", "${").replace("%%{", "%{")
