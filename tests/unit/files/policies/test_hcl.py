"""HCL is read as another parser reads it; what is broken is refused; places count characters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import hcl2
import pytest

from guardrails.files.policies.hcl import Block, NotHcl, read_expression, read_hcl
from guardrails.files.policies.static import Dynamic, Values
from guardrails.model.source import Span

REPOSITORY = Path(__file__).parents[4]
LABELS = {"resource": 2, "data": 2, "ephemeral": 2} | dict.fromkeys(
    ("module", "variable", "output", "check", "provider", "run", "mock_provider", "mock_data", "mock_resource"), 1
)


def values() -> Values:
    """Values of a module without locals and files."""

    def nothing(*words: str) -> Any:
        raise Dynamic(" ".join(words))

    return Values(nothing, nothing, nothing)


@pytest.mark.parametrize("folder", ["terraform/modules", "terraform/live", "tests/terraform/fixtures", "tests/corpus"])
def test_blocks_and_attributes_are_those_that_another_parser_finds(folder: str) -> None:
    compared = 0
    for file in sorted((REPOSITORY / folder).rglob("*.tf")):
        text = file.read_text("utf-8")
        try:
            document = hcl2.loads(text)
        except Exception:  # whatever its grammar raises: such files are the business of other tests
            continue
        own = sorted((one.type, *one.labels) for one in read_hcl(text).blocks)
        theirs = sorted(words for words, _ in blocks_of(document))
        assert own == theirs, file
        for words in {words for words, _ in blocks_of(document)}:
            names = {name for one in read_hcl(text).of_type(words[0], *words[1:]) for name in one.attributes}
            said = {
                name: value for each, block in blocks_of(document) if each == words for name, value in block.items()
            }
            certain = {name for name, value in said.items() if not isinstance(value, list)} - {"__is_block__"}
            assert certain <= names <= said.keys(), (file, words)
        compared += 1
    assert compared > 5


def blocks_of(document: dict[str, Any]) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """Type and labels of each block with its content; python-hcl2 does not say which lists are blocks."""
    found = []
    for kind, blocks in document.items():
        for block in blocks if isinstance(blocks, list) and not kind.startswith("__") else ():
            labels = []
            for _ in range(LABELS.get(kind, 0)):
                (name,) = [key for key in block if not key.startswith("__")]
                labels.append(name.strip('"'))
                block = block[name]
            found.append(((kind, *labels), block))
    return found


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('a = "x', 1),
        ('resource "x" "y" {\n  a = 1\n', 3),
        ('b {\n  a = "one\n  two"\n}\n', 2),
        ("a = [1, 2", 1),
        ("a b c", 1),
        ("a = }", 1),
        ("{}", 1),
    ],
    ids=["open text", "cut off", "text over two lines", "open list", "words", "brace", "JSON"],
)
def test_what_is_broken_is_refused(text: str, line: int) -> None:
    with pytest.raises(NotHcl) as refused:
        read_hcl(text)
    assert f"line {line}" in str(refused.value) or str(refused.value) == "not valid HCL"


def test_nothing_is_no_error() -> None:
    assert read_hcl("# a comment\n") == Block("", (), Span(1, 1, 1, 1))


def test_places_count_characters() -> None:
    file = read_hcl('x "ä" {\n  name = "größe" # ß\n  other = [1, "ü"]\n}\n')
    (block,) = file.blocks
    assert block.labels == ("ä",)
    assert block.span == Span(1, 1, 4, 2)
    assert block.attributes["name"].span == Span(2, 10, 2, 17)
    assert block.attributes["other"].whole == '[1, "ü"]'


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        ("-1.5", -1.5),
        ("1.5e3", 1500.0),
        ("true", True),
        ("null", None),
        ('"a\\n\\"b\\" \\u00e9"', 'a\n"b" é'),
        ('"$${aws:username} %%{x}"', "${aws:username} %{x}"),
        ('"${"in"}side"', "inside"),
        ('"x-${var.y}"', "x-${var.y}"),
        ("[1, [2], {}]", [1, [2], {}]),
        ('{ a = 1, "b" : 2, ("c") = 3, true = 4 }', {"a": 1, "b": 2, "c": 3, "true": 4}),
        ("{\n  a = 1 # one\n  // two\n  b = 2\n}", {"a": 1, "b": 2}),
        ('concat(["a"], ["b"])', ["a", "b"]),
        ('merge({ a = 1 }, { a = 2 })["a"]', 2),
        ("[1, 2][1]", 2),
        ("({ a = { b = 3 } }).a.b", 3),
        ("<<EOT\nx ${1} $${y}\nEOT\n", "x 1 ${y}\n"),
        ("path.module", "."),
        ("data.aws_partition.current.partition", "aws"),
    ],
)
def test_what_is_static_has_a_value(text: str, value: object) -> None:
    found = values().of(read_expression(text))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "var.x",
        "a.b[0].c",
        "!true",
        "1 + 2",
        'true ? "a" : "b"',
        "[for one in [1] : one]",
        "merge({}, [{}]...)",
        'upper("a")',
        "timestamp()",
        '"%{ if true }x%{ endif }"',
        "[1][*]",
        "[1].0",
        "[1][2]",
        "-true",
    ],
)
def test_what_is_not_static_is_named(text: str) -> None:
    with pytest.raises(Dynamic) as refused:
        values().of(read_expression(text))
    assert str(refused.value)


def test_a_heredoc_may_hold_variables_of_iam() -> None:
    text = 'x = <<EOT\n{"Resource": "arn:aws:s3:::b/${aws:username}/*"}\nEOT\n'
    expression = read_hcl(text).attributes["x"]
    assert "${aws:username}" in str(values().of(expression))
