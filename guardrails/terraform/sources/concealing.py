"""Source text without secrets, for reports that show lines of it: what stands after the name of a secret is taken out.

The reader of plans knows secrets by their masks; here only names tell. Too much is taken rather than too little, and
every line keeps its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.terraform.reading.redaction import SECRET_NAME, SHOWN

_ARGUMENT: Final = re.compile(r'(?:^|[{,])\s*"?(?P<name>\w+)"?\s*(?:=(?![=>])|:)\s*(?=(?P<value>\S.*)$)')
_REFERENCE: Final = re.compile(r"(?:(?:var|local|data|module|each|\w+_\w+)\.[\w.\[\]*]+|true|false|null),?\s*\}?\s*\Z")
_DOCUMENT: Final = re.compile(r"<<[-~]?\s*(\w+)\s*$")
_TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_STEPS: Final = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def concealed(text: str) -> str:
    """Return the text of a Terraform file in which the values of arguments with secret names are replaced.

    References stay: they show where a secret comes from, and not what it is. Values that go on over several lines
    (brackets, here-documents) go as a whole.
    """
    return "\n".join(_lines(text.split("\n")))


def _lines(lines: list[str]) -> Iterator[str]:
    depth, marker = 0, ""
    for line in lines:
        if marker:
            yield ""
            marker = "" if line.strip() == marker else marker
            continue
        found = None if depth else _secret(line)
        if not depth and not found:
            yield line
            continue
        yield line[: found.start("value")] + SHOWN if found else ""
        value = found["value"] if found else line
        depth = max(0, depth + sum(_STEPS.get(sign, 0) for sign in _TEXT.sub("", value)))
        document = _DOCUMENT.search(value)
        marker = document[1] if document else ""


def _secret(line: str) -> re.Match[str] | None:
    """Return the first argument of a line that has the name of a secret, and a value that shows more than a name."""
    for found in _ARGUMENT.finditer(line):
        if SECRET_NAME.search(found["name"].lower()) and not _REFERENCE.match(found["value"]):
            return found
    return None
