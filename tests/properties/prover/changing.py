"""Changes of policy sets: edits that may change decisions, and rewritings that must not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from guardrails.model.policy.document import Condition, Effect, Element, PolicyDocument, PolicySet, Statement
from tests.properties.prover.made import Dice

Edit = Callable[[Dice, Statement], Statement]


def edited(made: Dice, policies: PolicySet) -> PolicySet:
    """Return the policies with one change: a statement more, less, or other."""
    levels = [list(level) for level in policies.scps]
    at = made.die.randrange(len(levels))
    which = made.die.randrange(len(levels[at]))
    document = levels[at][which]
    if document.name == "FullAWSAccess":
        more = PolicyDocument((made.statement(Effect.DENY),), name="more")
        levels[at].append(more)
    else:
        levels[at][which] = _document(made, document)
    return replace(policies, scps=tuple(tuple(level) for level in levels))


def _document(made: Dice, document: PolicyDocument) -> PolicyDocument:
    rows = list(document.statements)
    where = made.die.randrange(len(rows))
    way = made.die.random()
    if way < 0.2:
        rows.insert(where, made.statement(Effect.DENY))
    elif way < 0.4 and len(rows) > 1:
        del rows[where]
    else:
        rows[where] = made.die.choice(EDITS)(made, rows[where])
    return replace(document, statements=tuple(rows))


def _other_action(made: Dice, row: Statement) -> Statement:
    return replace(row, action=made.action())


def _other_resource(made: Dice, row: Statement) -> Statement:
    return replace(row, resource=made.resource())


def _negated(made: Dice, row: Statement) -> Statement:
    return replace(row, action=Element(row.action.patterns, not row.action.negated))


def _one_condition_less(made: Dice, row: Statement) -> Statement:
    return replace(row, conditions=row.conditions[1:])


def _one_condition_more(made: Dice, row: Statement) -> Statement:
    return replace(row, conditions=(*row.conditions, made.condition()))


def _other_values(made: Dice, row: Statement) -> Statement:
    if not row.conditions:
        return row
    first, *others = row.conditions
    key = made.palette.key(first.key)
    if key is None or first.operator == "Null":
        return row
    values = tuple(dict.fromkeys((*first.values, made.die.choice(key.values))))
    return replace(row, conditions=(replace(first, values=values), *others))


def _if_exists(made: Dice, row: Statement) -> Statement:
    turned = tuple(
        one if one.operator == "Null" else replace(one, if_exists=not one.if_exists) for one in row.conditions
    )
    return replace(row, conditions=turned)


EDITS: tuple[Edit, ...] = (
    _other_action,
    _other_resource,
    _negated,
    _one_condition_less,
    _one_condition_more,
    _other_values,
    _if_exists,
)


def rewritten(made: Dice, policies: PolicySet) -> PolicySet:
    """Return the same rules in other words: split, merged, reordered, in other documents of their level, repeated."""
    levels = []
    for level in policies.scps:
        rows = [part for document in level for row in document.statements for part in _split(made, row)]
        made.die.shuffle(rows)
        cut = made.die.randint(0, len(rows))
        parts = [
            PolicyDocument(tuple(some), name=f"part {at}") for at, some in enumerate((rows[:cut], rows[cut:])) if some
        ]
        levels.append(tuple(parts))
    return replace(policies, scps=tuple(levels))


def _split(made: Dice, row: Statement) -> list[Statement]:
    found = [row]
    if made.die.random() < 0.5 and not row.action.negated:
        found = [replace(one, action=Element((pattern,))) for one in found for pattern in row.action.patterns]
    if made.die.random() < 0.5 and not row.resource.negated:
        found = [replace(one, resource=Element((pattern,))) for one in found for pattern in row.resource.patterns]
    if made.die.random() < 0.5:
        found = [replace(one, conditions=tuple(map(_shuffled(made), reversed(one.conditions)))) for one in found]
    return found * made.die.choice((1, 1, 2))


def _shuffled(made: Dice) -> Callable[[Condition], Condition]:
    return lambda row: replace(row, values=tuple(made.die.sample(row.values, len(row.values))))
