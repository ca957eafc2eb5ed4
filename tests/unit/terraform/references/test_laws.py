"""What must hold of every committed plan: certainty is never claimed against a value that is known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import COMPUTED, UNKNOWN, UNSET, Mark, path_of, read
from guardrails.terraform.reading.plan_file import read_plan
from guardrails.terraform.references.resolver import Resolver
from guardrails.terraform.references.scopes import Scopes
from guardrails.terraform.references.symbols import Symbols
from guardrails.terraform.references.values import OPAQUE, Instances, Ref, items, leaves, plain
from guardrails.terraform.sources.bodies import Bodies
from guardrails.terraform.sources.places import Sources
from guardrails.terraform.sources.reader import read_sources

PARTIAL = {"errored", "targeted"}
"""Plans that the reader refuses: see `tests/unit/terraform/reading`."""
PLANS = {path.stem: path for path in sorted(Path("tests/terraform/plans").glob("*.json")) if path.stem not in PARTIAL}


def root_of(name: str) -> Path:
    if not name.startswith("live-"):
        return Path("tests/terraform/fixtures") / name
    account, root = name.removeprefix("live-").split("-", 1)
    return Path("terraform/live") / account / root


@lru_cache
def plan_of(name: str) -> Plan:
    return read_plan(PLANS[name])


@lru_cache
def sources_of(name: str) -> Sources:
    return read_sources(root_of(name))


def attributes(plan: Plan) -> Iterator[tuple[Change, str]]:
    for change in plan.changes:
        config = plan.configured(change)
        for name in config.expressions if config else change.settled:
            yield change, name


def identifiers(change: Change) -> set[str]:
    """Everything that a change may be known by: its texts, before and after."""
    return {one for tree in (change.before, change.after) for one in tree.values() if isinstance(one, str)}


@pytest.mark.parametrize("at_hand", [False, True], ids=["plan alone", "with sources"])
@pytest.mark.parametrize("name", PLANS)
def test_what_is_referred_to_has_the_value_that_is_known(name: str, at_hand: bool) -> None:
    plan = plan_of(name)
    resolver = Resolver(plan, sources_of(name) if at_hand else None)
    for change, attribute in attributes(plan):
        found = resolver.targets(change, attribute)
        value = read(change.settled, attribute)
        assert not (set(map(id, found.changes)) & set(map(id, found.possible)))
        assert found.certain or found.through
        if value is UNSET or value is COMPUTED:
            assert found.changes == () and found.certain
        if isinstance(value, str) and value.startswith("arn:"):
            assert all(any(text in value for text in identifiers(one)) for one in found.changes), change.address
        elif isinstance(value, str):
            assert all(value in identifiers(one) for one in found.changes), (change.address, attribute)


@pytest.mark.parametrize("name", PLANS)
def test_sources_only_make_more_certain(name: str) -> None:
    plan = plan_of(name)
    alone, together = Resolver(plan), Resolver(plan, sources_of(name))
    for change, attribute in attributes(plan):
        before, after = alone.targets(change, attribute), together.targets(change, attribute)
        where = f"{change.address} {attribute}"
        assert {one.address for one in before.changes} <= {one.address for one in after.changes}, where
        if before.certain:
            assert after.certain and len(after.changes) == len(before.changes), where
        elif before.possible:
            found = {one.address for one in (*before.changes, *before.possible)}
            assert {one.address for one in after.changes} <= found, where


@pytest.mark.parametrize("name", PLANS)
def test_with_the_sources_almost_everything_is_certain(name: str) -> None:
    plan = plan_of(name)
    resolver = Resolver(plan, sources_of(name))
    open = {attribute for change, attribute in attributes(plan) if not resolver.targets(change, attribute).certain}
    # Secrets, scripts with heredocs, and blocks of documents, of which the position does not tell the text.
    assert open <= {"password", "secret_string", "user_data", "tags", "statement"}


def flat(document: object) -> set[str]:
    """The texts in a JSON document."""
    if isinstance(document, dict):
        return set[str]().union(*(flat(one) for one in document.values()))
    if isinstance(document, list):
        return set[str]().union(*(flat(one) for one in document))
    return {str(document)}


def alike(worked_out: object, value: object) -> bool:
    """Whether a value that was worked out can be the one in the plan. A set in the plan is sorted its own way."""
    known = plain(worked_out)
    if known is OPAQUE or isinstance(value, Mark) or isinstance(known, Instances):
        return True
    if isinstance(value, dict):
        members = dict(items(known) or ())
        return all(alike(one, value.get(str(key))) for key, one in members.items() if one is not None)
    if isinstance(value, list):
        members_or_none = items(known)
        ours = [one for _, one in members_or_none] if members_or_none is not None else [known]
        return all(any(alike(one, other) for other in value) for one in ours) if value else not ours
    if isinstance(known, str) and known.startswith("{"):
        # The provider writes documents its own way.
        return isinstance(value, str) and flat(json.loads(known)) == flat(json.loads(value))
    if isinstance(known, (bool, int, float, str)):
        return str(known).lower() == str(value).lower() if isinstance(known, bool) else str(known) == str(value)
    # The provider does not tell an empty list from none.
    return value is None and known in (None, [], ())


@pytest.mark.parametrize("name", PLANS)
def test_what_is_worked_out_is_what_terraform_worked_out(name: str) -> None:
    plan = plan_of(name)
    symbols = Symbols(plan, Scopes(plan), Bodies(sources_of(name)))
    for change, attribute in attributes(plan):
        worked_out = symbols.attribute(change, (attribute,))
        value = change.after.get(attribute)
        if change.after and not isinstance(value, Mark) and attribute in change.after:
            assert alike(worked_out, value), (change.address, attribute, worked_out, value)
        if value is UNKNOWN and worked_out is not OPAQUE:
            # What is not known comes from something that is not known, or from null where AWS then decides.
            sources = list(leaves(worked_out))
            assert worked_out is None or any(plain(one) is OPAQUE for one in sources), (change.address, attribute)
            assert all(isinstance(one, (Ref, str, int)) or one in (None, OPAQUE) for one in sources)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_question_is_too_much(data: st.DataObject) -> None:
    name = data.draw(
        st.sampled_from(["references", "live-prod-networking", "nested-modules", "unknown-lists", "destroy"])
    )
    plan = plan_of(name)
    resolver = Resolver(plan, data.draw(st.sampled_from([None, sources_of(name)])))
    change = data.draw(st.sampled_from(plan.changes))
    words = st.sampled_from([*change.settled, "id", "arn", "bucket", "rule", "nowhere", "[0]", "[7]", "[]", "name"])
    path = path_of(".".join(data.draw(st.lists(words, min_size=1, max_size=4))))
    types = data.draw(st.sampled_from([(), (change.type,), ("aws_s3_bucket", "aws_subnet"), ("aws_none",)]))
    found = resolver.targets(change, path, types)
    assert not types or all(one.type in types for one in found.changes)
    other = data.draw(st.sampled_from(plan.changes))
    back = resolver.sources(other, change.type, path)
    assert (change in back.changes) == (
        change.managed and not change.deposed and other in resolver.targets(change, path, (other.type,)).changes
    )
