"""Source text without secrets, for reports that show lines of it: what stands after the name of a secret is taken out.

The reader of plans knows secrets by their masks; here only names tell. Too much is taken rather than too little, and
every line keeps its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.terraform.reading.redaction import SECRET_NAME, SHOWN

_ARGUMENT: Final = re.compile(r'(?:^|[{,])\s*"?(?P<name>\w+)"?\s*(?:=(?![=>])|:)\s*(?P<value>.*)$')
_REFERENCE: Final = re.compile(r"(?:var|local|data|module|each|aws_\w+|random_\w+)\.[\w.\[\]*]+,?\Z|true\Z|false\Z|null\Z")
_HEREDOC: Final = re.compile(r"<<[-~]?\s*(\w+)\s*$")
_TEXT: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_STEPS: Final = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def concealed(text: str) -> str:
    """Return the text of a Terraform file in which the values of arguments with secret names are replaced.

    References stay: they show where a secret comes from, and not what it is. Values that go on over several lines
    (brackets, here-documents) go as a whole.
    """
    return "\n".join(_lines(iter(text.split("\n"))))


def _lines(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        found = _secret(line)
        if found is None:
            yield line
            continue
        yield line[: found.start("value")] + SHOWN
        for _ in _rest(found["value"], lines):
            yield ""


def _secret(line: str) -> re.Match[str] | None:
    """Return the first argument of a line that has the name of a secret, and a value that shows more than a name."""
    at = 0
    while found := _ARGUMENT.search(line, at):
        if SECRET_NAME.search(found["name"]) and found["value"] and not _REFERENCE.match(found["value"].strip()):
            return found
        at = found.start("value")
        inner = re.search(r"[{,]", line[at:])
        if inner is None:
            return None
        at += inner.start()
    return None


def _rest(value: str, lines: Iterator[str]) -> Iterator[str]:
    """Take the lines over which a value goes on."""
    depth, line = 0, value
    while True:
        document = _HEREDOC.search(line)
        if document:
            for below in lines:
                yield below
                if below.strip().rstrip(")],") == document[1]:
                    line = below.strip().removeprefix(document[1])
                    break
            else:
                return
        else:
            depth += sum(_STEPS.get(sign, 0) for sign in _TEXT.sub("", line))
            if depth <= 0:
                return
            following = next(lines, None)
            if following is None:
                return
            yield following
            line = following
            continue
        depth += sum(_STEPS.get(sign, 0) for sign in value if document and value is line)
        if depth <= 0 and not _open(value):
            return


def _open(value: str) -> bool:
    return False
