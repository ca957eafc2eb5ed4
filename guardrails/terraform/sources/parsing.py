"""From the text of an expression to its tree.

Source of the grammar: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#expressions (2026-11)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from guardrails.terraform.sources.scanning import closing, string_end

_NAME = r"[^\W\d][\w-]*"
_TOKEN = re.compile(
    rf'(?P<space>(?:\s+|#[^\n]*|//[^\n]*|/\*.*?\*/)+)|(?P<string>")|(?P<name>{_NAME}(?:::{_NAME})*)'
    r"|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<sign>=>|==|!=|<=|>=|&&|\|\||\.\.\.|[{}\[\]().,?:=<>+*/%!-])",
    re.S,
)
_LEVELS = ({"||"}, {"&&"}, {"==", "!="}, {"<", ">", "<=", ">="}, {"+", "-"}, {"*", "/", "%"})
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}
_PART = re.compile(r"\\(?P<escape>.)|(?P<literal>\$\$\{|%%\{)|(?P<open>[$%]\{)", re.S)


@dataclass(frozen=True, slots=True)
class Node:
    """One node: what kind it is, its word (name, operator), the nodes below it, and the value of a literal.

    Kinds: literal, template, name, get (attribute `word`), index, splat, call, list, object (keys and values in turn),
    for (collection, key or literal null, value, condition or literal true; `value` are the iterators, whether it makes
    an object, and whether it groups), if, binary, not, minus.
    """

    kind: str
    word: str = ""
    below: tuple[Node, ...] = ()
    value: object = None


class _NotUnderstood(Exception):
    """The text is no expression that this parser knows."""


_DIGITS = 100
"""Digits of a number that is read: Python reads 4,300 at most, and nobody writes a hundred."""


@lru_cache(maxsize=4096)
def parsed(text: str) -> Node | None:
    """Return the tree of an expression; None for one with heredocs or directives, or that is no expression."""
    try:
        parser = _Parser(text)
        node = parser.expression()
        return node if parser.kind == "end" else None
    except (_NotUnderstood, RecursionError):
        return None


class _Parser:
    """Reads one token ahead: `kind` and `word` of it, and whether space stood before it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._start = 0
        self.kind = self.word = ""
        self._spaced = False
        self._next()

    def _next(self) -> None:
        self._spaced = False
        while self._at < len(self._text):
            match = _TOKEN.match(self._text, self._at)
            if match is None or match.lastgroup is None:
                raise _NotUnderstood
            self._start, self._at = self._at, match.end()
            if match.lastgroup == "space":
                self._spaced = True
                continue
            self.kind, self.word = match.lastgroup, match[0]
            if self.kind == "string":
                self._at = string_end(self._text, self._start, len(self._text))
            return
        self.kind, self.word = "end", ""

    def _take(self, word: str) -> bool:
        if self.kind == "sign" and self.word == word:
            self._next()
            return True
        return False

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise _NotUnderstood

    def expression(self) -> Node:
        """Read an expression."""
        node = self._binary(0)
        if self._take("?"):
            yes = self.expression()
            self._need(":")
            return Node("if", "", (node, yes, self.expression()))
        return node

    def _binary(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._unary()
        node = self._binary(level + 1)
        while self.kind == "sign" and self.word in _LEVELS[level]:
            word = self.word
            self._next()
            node = Node("binary", word, (node, self._binary(level + 1)))
        return node

    def _unary(self) -> Node:
        if self._take("!"):
            return Node("not", "", (self._unary(),))
        if self._take("-"):
            return Node("minus", "", (self._unary(),))
        return self._steps(self._term())

    def _steps(self, node: Node) -> Node:
        while self.kind == "sign" and self.word in (".", "["):
            if self._take("."):
                if self._take("*"):
                    node = Node("splat", ".", (node,))
                    continue
                if self.kind not in ("name", "number"):
                    raise _NotUnderstood
                word, kind = self.word, self.kind
                self._next()
                node = Node("get", word, (node,)) if kind == "name" else _legacy(node, word)
            elif self._spaced:
                # The next line of an object or a list.
                break
            else:
                self._need("[")
                node = Node("splat", "[", (node,)) if self._take("*") else Node("index", "", (node, self.expression()))
                self._need("]")
        return node

    def _term(self) -> Node:
        kind, word, start = self.kind, self.word, self._start
        if kind == "string":
            node = _template(self._text[start + 1 : self._at - 1])
            self._next()
            return node
        if kind == "number":
            if len(word) > _DIGITS:
                raise _NotUnderstood
            self._next()
            return Node("literal", value=float(word) if "." in word or "e" in word.lower() else int(word))
        if kind == "name":
            self._next()
            if self.kind == "sign" and self.word == "(" and not self._spaced:
                return self._call(word)
            return Node("literal", value=_WORDS[word]) if word in _WORDS else Node("name", word)
        if self._take("("):
            node = self.expression()
            self._need(")")
            return node
        if self._take("["):
            return self._for("]") if self._is_for() else self._list()
        if self._take("{"):
            return self._for("}") if self._is_for() else self._object()
        raise _NotUnderstood

    def _is_for(self) -> bool:
        return self.kind == "name" and self.word == "for"

    def _call(self, name: str) -> Node:
        self._need("(")
        below, spread = [], False
        while not self._take(")"):
            below.append(self.expression())
            spread = self._take("...")
            if not self._take(",") and not (self.kind == "sign" and self.word == ")"):
                raise _NotUnderstood
        return Node("call", name, tuple(below), spread)

    def _list(self) -> Node:
        below = []
        while not self._take("]"):
            below.append(self.expression())
            if not self._take(",") and not (self.kind == "sign" and self.word == "]"):
                raise _NotUnderstood
        return Node("list", "", tuple(below))

    def _object(self) -> Node:
        below: list[Node] = []
        while not self._take("}"):
            key = self.expression()
            # A bare word is a key, and not the value of that name; in brackets it would be.
            below.append(Node("literal", value=key.word) if key.kind == "name" else key)
            if not self._take("=") and not self._take(":"):
                raise _NotUnderstood
            below.append(self.expression())
            self._take(",")
        return Node("object", "", tuple(below))

    def _for(self, close: str) -> Node:
        self._next()
        names = [self._name()]
        if self._take(","):
            names.append(self._name())
        if not (self.kind == "name" and self.word == "in"):
            raise _NotUnderstood
        self._next()
        collection = self.expression()
        self._need(":")
        key, value = Node("literal"), self.expression()
        if self._take("=>"):
            key, value = value, self.expression()
        groups = self._take("...")
        condition = Node("literal", value=True)
        if self.kind == "name" and self.word == "if":
            self._next()
            condition = self.expression()
        self._need(close)
        return Node("for", "", (collection, key, value, condition), (tuple(names), close == "}", groups))

    def _name(self) -> str:
        if self.kind != "name":
            raise _NotUnderstood
        word = self.word
        self._next()
        return word


def _legacy(node: Node, word: str) -> Node:
    """`list.0` and `list.0.1`, which reads like a number."""
    for part in word.split("."):
        node = Node("index", "", (node, Node("literal", value=int(part))))
    return node


def _template(text: str) -> Node:
    parts: list[Node] = []
    literal, at = "", 0
    while match := _PART.search(text, at):
        literal += text[at : match.start()]
        at = match.end()
        if match["escape"]:
            # Escaped code points are rare enough not to be understood.
            if match["escape"] not in _ESCAPES:
                raise _NotUnderstood
            literal += _ESCAPES[match["escape"]]
        elif match["literal"]:
            literal += match["literal"][1:]
        elif match["open"] == "%{":
            raise _NotUnderstood
        else:
            parts.append(Node("literal", value=literal))
            end = closing(text, at - 1, len(text))
            inner = parsed(text[at : end - 1])
            # Also where a tilde takes the space away around it.
            if inner is None:
                raise _NotUnderstood
            parts.append(inner)
            literal, at = "", end
    literal += text[at:]
    if not parts:
        return Node("literal", value=literal)
    return Node("template", "", (*parts, Node("literal", value=literal)))
