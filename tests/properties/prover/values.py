"""One context key in z3: whether it is present, its values as text, number, instant or address, and what they match.

The domain is that of the tests: printable ASCII; a key that a policy variable names holds no wildcard and no colon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

import z3

from guardrails.model.request import Value
from tests.properties.prover import regexes
from tests.properties.prover.readings import Block, read_block, read_instant, read_number
from tests.properties.prover.world import Key

_ORDERS = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
FAMILIES = {
    **{f"{start}{end}": "number" for start in ["Numeric"] for end in _ORDERS},
    **{f"{start}{end}": "date" for start in ["Date"] for end in _ORDERS},
    "IpAddress": "address",
    "NotIpAddress": "address",
    **dict.fromkeys(
        "StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike "
        "ArnEquals ArnNotEquals ArnLike ArnNotLike Bool BinaryEquals".split(),
        "text",
    ),
}
"""Operator -> what it reads values as."""
NEGATED = frozenset(
    "StringNotEquals StringNotEqualsIgnoreCase StringNotLike NumericNotEquals DateNotEquals NotIpAddress ArnNotEquals "
    "ArnNotLike".split()
)
_FIRST_INSTANT, _LAST_INSTANT = -62_135_596_800, 253_402_300_800
"""The years that a date of four digits can write."""
_VARIABLE = re.compile(r"(\$\{[^{}]*\})")


class Beyond(Exception):
    """The question is outside what the oracle can say."""


def named_by_variables(texts: list[str]) -> list[str]:
    """Return the keys, in lower case, that policy variables in these texts name."""
    found = [one[2:-1] for text in texts for one in _VARIABLE.findall(text)]
    return [one.partition(",")[0].lower() for one in found if one not in ("*", "?", "$")]


@dataclass(frozen=True, slots=True)
class Element:
    """One value of a key; `valid` says that it can be read as what its family is. Text is always valid."""

    text: z3.SeqRef
    valid: z3.BoolRef
    number: z3.ArithRef
    sixth: z3.BoolRef
    length: z3.ArithRef


class Found:
    """What a request carries of one key."""

    def __init__(self, name: str, families: frozenset[str], key: Key, *, variable: bool = False) -> None:
        if len(families) > 1:
            raise Beyond(f"{name} is read in several ways: {', '.join(sorted(families))}")
        self.name, self.key, self.variable = name, key, variable
        self.family = next(iter(families), "text")
        self.present = z3.Bool(f"{name} present")
        self.elements = [self._element(number) for number in range(2 if key.multivalued else 1)]

    def _element(self, number: int) -> Element:
        name = f"{self.name} {number}"
        return Element(
            z3.String(name), z3.Bool(f"{name} valid"), z3.Real(f"{name} #"), z3.Bool(f"{name} 6"), z3.Int(f"{name} /")
        )

    def domain(self) -> z3.BoolRef:
        """Return what the values of every request satisfy."""
        if not self.key.formats:
            return z3.Not(self.present)
        rows = [self.present] if self.key.required else []
        for one in self.elements:
            if self.family == "text":
                rows.append(z3.InRe(one.text, regexes.union([regexes.formatted(each) for each in self.key.formats])))
                rows += [z3.Not(z3.Contains(one.text, sign)) for sign in "*?:" if self.variable]
            if bool(self.key.type):
                rows.append(one.valid)
            if self.family == "date" and bool(self.key.type):
                rows += [one.number >= _FIRST_INSTANT, one.number < _LAST_INSTANT]
            if self.family == "address":
                rows.append(_address_domain(one, bool(self.key.type)))
        return z3.And(rows)

    def is_empty(self, at: int) -> z3.BoolRef:
        """Return whether a value is the empty text, which ForAllValues passes over."""
        return self.elements[at].text == z3.StringVal("") if self.family == "text" else z3.BoolVal(False)

    def holds(self, operator: str, values: tuple[str, ...], at: int, keys: dict[str, Found] | None) -> z3.BoolRef:
        """Return whether one value satisfies an operator and its values: any of them, or none if it is negated."""
        one, negated = self.elements[at], operator in NEGATED
        if self.family == "text":
            valid, tests = _text_tests(operator, one.text, values, keys)
        else:
            read = _READERS[self.family]
            wanted = [read(value) for value in values]
            valid = one.valid
            tests = [None if each is None else _TESTS[self.family](operator, one, each) for each in wanted]
        if negated:
            return z3.BoolVal(False) if None in tests else z3.And(valid, z3.Not(z3.Or(tests)))
        return z3.And(valid, z3.Or([test for test in tests if test is not None]))

    def value(self, model: z3.ModelRef) -> Value | None:
        """Return what a model's request carries of this key."""
        if not z3.is_true(model.eval(self.present, model_completion=True)):
            return None
        texts = tuple(_WRITERS[self.family](model, one) for one in self.elements)
        return texts if self.key.multivalued else texts[0]


Test = z3.BoolRef | None
"""None: the policy's value cannot be read."""


def _text_tests(
    operator: str, text: z3.SeqRef, values: tuple[str, ...], keys: dict[str, Found] | None
) -> tuple[z3.BoolRef, list[Test]]:
    yes = z3.BoolVal(True)
    if operator == "Bool":
        valid = z3.InRe(text, regexes.union(list(regexes.TRUTHS.values())))
        return valid, [_in(text, regexes.TRUTHS.get(value.lower())) for value in values]
    if operator == "BinaryEquals":
        return z3.InRe(text, regexes.BASE64), [_in(text, regexes.base64_of(value)) for value in values]
    if operator.startswith("Arn"):
        return z3.InRe(text, regexes.ARN), [matches(operator, text, value, keys) for value in values]
    return yes, [matches(operator, text, value, keys) for value in values]


def _in(text: z3.SeqRef, regex: z3.ReRef | None) -> Test:
    return None if regex is None else z3.InRe(text, regex)


def matches(operator: str, text: z3.SeqRef, value: str, keys: dict[str, Found] | None) -> Test:
    """Return whether a text is of a policy's value; `keys` None: its policy variables are plain text."""
    if keys is not None and _VARIABLE.search(value):
        return _with_variables(operator, text, value, keys)
    if operator.startswith("Arn"):
        return _in(text, regexes.arn(value))
    if operator.endswith("IgnoreCase"):
        return _in(text, regexes.any_case(value))
    return z3.InRe(text, regexes.glob(value)) if "Like" in operator else text == z3.StringVal(value)


def _with_variables(operator: str, text: z3.SeqRef, value: str, keys: dict[str, Found]) -> Test:
    """At most one stretch between variables may have wildcards; or `*` before and after all the rest."""
    if operator.endswith("IgnoreCase"):
        raise Beyond("a variable compared in any case")
    arn = operator.startswith("Arn")
    if arn and value.count(":") < 5:
        return None
    given: list[z3.BoolRef] = []
    pieces: list[z3.SeqRef | str] = []
    colons = 0
    for piece in _VARIABLE.split(value):
        if piece.startswith("${") and piece.endswith("}"):
            pieces.append(_variable(piece[2:-1], keys, given))
        elif ("*" in piece or "?" in piece) and (arn or "Like" in operator):
            pieces += _wild_fields(piece, colons) if arn else [piece]
            colons += piece.count(":")
        elif piece:
            pieces.append(z3.StringVal(piece))
            colons += piece.count(":")
    return z3.And(*given, _sandwich(text, pieces))


def _wild_fields(piece: str, colons: int) -> list[z3.SeqRef | str]:
    if colons < 5:
        raise Beyond("a variable in an ARN with wildcards in its first fields")
    return [piece]


def _sandwich(text: z3.SeqRef, pieces: list[z3.SeqRef | str]) -> z3.BoolRef:
    wild = [at for at, piece in enumerate(pieces) if isinstance(piece, str)]
    if not wild:
        return text == _joined(pieces)
    if len(wild) == 2 and pieces[0] == "*" == pieces[-1]:
        return z3.Contains(text, _joined(pieces[1:-1]))
    if len(wild) > 1:
        raise Beyond("a variable between wildcards")
    head, middle, tail = _joined(pieces[: wild[0]]), pieces[wild[0]], _joined(pieces[wild[0] + 1 :])
    assert isinstance(middle, str)
    rest = z3.Length(text) - z3.Length(head) - z3.Length(tail)
    inside = z3.InRe(z3.SubString(text, z3.Length(head), rest), regexes.glob(middle))
    return z3.And(z3.PrefixOf(head, text), z3.SuffixOf(tail, text), rest >= 0, inside)


def _joined(pieces: list[z3.SeqRef | str]) -> z3.SeqRef:
    if not pieces:
        return z3.StringVal("")
    return pieces[0] if len(pieces) == 1 else z3.Concat(*pieces)  # type: ignore[return-value]


def _variable(inside: str, keys: dict[str, Found], given: list[z3.BoolRef]) -> z3.SeqRef:
    if inside in ("*", "?", "$"):
        return z3.StringVal(inside)
    name, comma, default = inside.partition(", '")
    found = keys[name.lower()]
    if found.key.multivalued or found.family != "text":
        raise Beyond("a variable that is not one text")
    if comma:
        return z3.If(found.present, found.elements[0].text, z3.StringVal(default.removesuffix("'")))
    given.append(found.present)
    return found.elements[0].text


# numbers, instants and addresses


def _compare(operator: str, one: Element, wanted: Fraction) -> z3.BoolRef:
    limit = z3.Q(wanted.numerator, wanted.denominator)
    order = operator.removeprefix("Numeric").removeprefix("Date")
    if order == "LessThan":
        return one.number < limit
    if order == "LessThanEquals":
        return one.number <= limit
    if order == "GreaterThan":
        return one.number > limit
    return one.number >= limit if order == "GreaterThanEquals" else one.number == limit


def _within(operator: str, one: Element, wanted: Block) -> z3.BoolRef:
    version, first, last, length = wanted
    sixth = one.sixth if version == 6 else z3.Not(one.sixth)
    return z3.And(sixth, one.length >= length, one.number >= first, one.number <= last)


def _address_domain(one: Element, single: bool) -> z3.BoolRef:
    top = z3.If(one.sixth, z3.IntVal(128), z3.IntVal(32))
    highest = z3.If(one.sixth, z3.RealVal(2**128), z3.RealVal(2**32))
    length = one.length == top if single else z3.And(one.length >= 0, one.length <= top)
    return z3.And(z3.IsInt(one.number), one.number >= 0, one.number < highest, length)


_READERS = {"number": read_number, "date": read_instant, "address": read_block}
_TESTS = {"number": _compare, "date": _compare, "address": _within}


def _write_text(model: z3.ModelRef, one: Element) -> str:
    return str(model.eval(one.text, model_completion=True).as_string())


def _write_number(model: z3.ModelRef, one: Element) -> str:
    if not z3.is_true(model.eval(one.valid, model_completion=True)):
        return "no number"
    value = _real(model, one)
    return f"{value}.000" if value.denominator == 1 else f"{float(value):.6f}"


def _real(model: z3.ModelRef, one: Element) -> Fraction:
    return Fraction(model.eval(one.number, model_completion=True).as_fraction())


def _write_address(model: z3.ModelRef, one: Element) -> str:
    from ipaddress import IPv4Address, IPv6Address

    if not z3.is_true(model.eval(one.valid, model_completion=True)):
        return "no address"
    sixth = z3.is_true(model.eval(one.sixth, model_completion=True))
    address = (IPv6Address if sixth else IPv4Address)(int(_real(model, one)))
    length = model.eval(one.length, model_completion=True).as_long()
    return f"{address}" if length == (128 if sixth else 32) else f"{address}/{length}"


_WRITERS = {"text": _write_text, "number": _write_number, "date": _write_number, "address": _write_address}
