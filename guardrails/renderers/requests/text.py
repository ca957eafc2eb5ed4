"""Requests as text, grouped by the resource that they come from, with everything that is behind an unknown part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby

from guardrails.model.prediction import Caller, Certainty, Predicted, Prediction
from guardrails.model.request import Unreadable, Value
from guardrails.renderers.table import clean


def render(plans: Mapping[str, Predicted]) -> str:
    """Return the requests of each plan, by file; totals stand at the end."""
    lines = [line for file, found in plans.items() for line in _plan(file, found, len(plans) > 1)]
    return "\n".join([*lines, *_totals(plans)]) + "\n"


def _plan(file: str, found: Predicted, named: bool) -> Iterator[str]:
    if named:
        yield f"{clean(file)}:"
        yield ""
    for (address, step), requests in groupby(found.requests, lambda one: (one.change.address, one.step)):
        yield f"{clean(address)}: {step.value}"
        for one in requests:
            yield from _request(one)
        yield ""
    if found.unmapped:
        yield "What nobody can tell:"
        yield from (f"  {clean(one.change.address)}: {clean(one.reason)}" for one in found.unmapped)
        yield ""


def _request(one: Prediction) -> Iterator[str]:
    remarks = [one.certainty.value] if one.certainty is not Certainty.CERTAIN else []
    remarks += [_BY[one.caller]] if one.caller is not Caller.PROVIDER else []
    remarks += [] if one.context_complete else ["other keys may be sent"]
    told = f"  ({', '.join(remarks)})" if remarks else ""
    yield f"  {one.action}  {clean(one.resource)}{told}"
    if "resource" in one.causes:
        yield f"      resource ? {_cause(one, 'resource')}"
    unseen = [key for key in one.context if one.causes.get(key, ("?",))[0] == ""]
    for key, value in one.context.items():
        if key not in unseen:
            yield f"      {clean(key)} {_shown(one, key, value)}"
    if unseen:
        yield f"      not in the plan: {clean(', '.join(unseen))}"
    if one.unsaid:
        count = f"{len(one.unsaid)} more keys" if len(one.unsaid) > 1 else "one more key"
        yield f"      unknown where a policy asks: {count} of {one.action} (--format json names them)"


_BY = {
    Caller.CHECK: "AWS asks whether the caller may",
    Caller.FAS: "a service calls with the caller's session",
    Caller.SERVICE: "a service calls with its role",
    Caller.SLR: "a service-linked role calls: no SCP binds it",
}


def _shown(one: Prediction, key: str, value: Value) -> str:
    if isinstance(value, Unreadable):
        return f"? {_cause(one, key)}".rstrip()
    return f"= {clean(value if isinstance(value, str) else ', '.join(value))}"


def _cause(one: Prediction, key: str) -> str:
    attribute, mark = one.causes.get(key, ("", None))
    return clean(f"{attribute} ({mark.value})" if mark is not None and attribute else attribute)


def _totals(plans: Mapping[str, Predicted]) -> Iterator[str]:
    requests = [one for found in plans.values() for one in found.requests]
    resources = {(file, one.change.address) for file, found in plans.items() for one in found.requests}
    certain = Counter(one.certainty for one in requests)
    shares = ", ".join(f"{certain[one]} {one.value}" for one in Certainty if certain[one])
    told = f" ({shares})" if shares else ""
    yield f"{len(requests)} requests of {len(resources)} resources{told}"
    unmapped = sum(len(found.unmapped) for found in plans.values())
    silent = sum(len(found.silent) for found in plans.values())
    if unmapped or silent:
        yield f"{unmapped} of which nobody can tell the requests, {silent} that make none"
