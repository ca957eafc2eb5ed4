"""The condition operators of the policy language, as one literal table that parser and evaluator share."""

from __future__ import annotations

from dataclasses import dataclass

from guardrails.model.policy.document import SetOperator


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator: `family` names how values compare, `negated` turns the whole operator round.

    `takes_variables` says whether `${...}` in its values is replaced.
    """

    name: str
    family: str
    negated: bool = False
    takes_variables: bool = False


_TABLE = (
    Operator("StringEquals", "string", takes_variables=True),
    Operator("StringNotEquals", "string", negated=True, takes_variables=True),
    Operator("StringEqualsIgnoreCase", "string", takes_variables=True),
    Operator("StringNotEqualsIgnoreCase", "string", negated=True, takes_variables=True),
    Operator("StringLike", "string", takes_variables=True),
    Operator("StringNotLike", "string", negated=True, takes_variables=True),
    Operator("NumericEquals", "numeric"),
    Operator("NumericNotEquals", "numeric", negated=True),
    Operator("NumericLessThan", "numeric"),
    Operator("NumericLessThanEquals", "numeric"),
    Operator("NumericGreaterThan", "numeric"),
    Operator("NumericGreaterThanEquals", "numeric"),
    Operator("DateEquals", "date"),
    Operator("DateNotEquals", "date", negated=True),
    Operator("DateLessThan", "date"),
    Operator("DateLessThanEquals", "date"),
    Operator("DateGreaterThan", "date"),
    Operator("DateGreaterThanEquals", "date"),
    Operator("Bool", "bool"),
    Operator("BinaryEquals", "binary"),
    Operator("IpAddress", "ip"),
    Operator("NotIpAddress", "ip", negated=True),
    Operator("ArnEquals", "arn", takes_variables=True),
    Operator("ArnNotEquals", "arn", negated=True, takes_variables=True),
    Operator("ArnLike", "arn", takes_variables=True),
    Operator("ArnNotLike", "arn", negated=True, takes_variables=True),
    Operator("Null", "null"),
)

OPERATORS = {operator.name: operator for operator in _TABLE}
"""Every operator by its canonical name, in the order of AWS's reference.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html (2026-09)
"""

_BY_LOWER_NAME = {operator.name.lower(): operator for operator in _TABLE}
_SET_OPERATORS = {each.value.lower(): each for each in SetOperator if each is not SetOperator.NONE}
_IF_EXISTS = "ifexists"


@dataclass(frozen=True, slots=True)
class SpelledOperator:
    """An operator as a condition block names it, taken apart: `ForAnyValue:StringLikeIfExists`."""

    operator: Operator
    set_operator: SetOperator = SetOperator.NONE
    if_exists: bool = False

    def __str__(self) -> str:
        prefix = f"{self.set_operator.value}:" if self.set_operator is not SetOperator.NONE else ""
        return f"{prefix}{self.operator.name}{'IfExists' if self.if_exists else ''}"


def read_operator(spelling: str) -> SpelledOperator | None:
    """Return the operator that `spelling` names without regard to case; None if there is no such operator."""
    prefix, colon, rest = spelling.lower().rpartition(":")
    set_operator = _SET_OPERATORS.get(prefix) if colon else SetOperator.NONE
    if set_operator is None:
        return None
    if_exists = rest.endswith(_IF_EXISTS)
    operator = _BY_LOWER_NAME.get(rest.removesuffix(_IF_EXISTS))
    return SpelledOperator(operator, set_operator, if_exists) if operator else None
