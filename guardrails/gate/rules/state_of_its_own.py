"""Each root has a state of its own, and a key that names an account names its environment too.

## What it does
A plan does not say where its own state lies. What plans show of states is judged:

- Two plans of one run that both hold the same object, by its ARN or by an id that AWS made, are reported: their roots
  have one state key, or the same object was imported into two states.
- A state that the plan reads out of the organization's bucket (`terraform_remote_state`) has a key that fits
  `state.keys`, and the environment in the key is that of the account in the key.

That the backend of a root has the right key is a matter of CKV_LZ_026, which reads the sources, and that the keys in
the organization file are unique of ORG-018. `guardrails tfvars` writes both from one place.

## Why it matters
Two roots with one key overwrite each other's state: the next apply of the one deletes what the other made. A key that
says prod and belongs to dev gets the rights and the reviews of the wrong environment.

## Example
```hcl
data "terraform_remote_state" "network" {
  backend = "s3"
  config  = { bucket = "mm-terraform-state", key = "networking/Prod/dev/terraform.tfstate" }
}
```

## Use instead
```hcl
data "terraform_remote_state" "network" {
  backend = "s3"
  config  = { bucket = "mm-terraform-state", key = "networking/Prod/prod/terraform.tfstate" }
}
```

## How to fix
Give each root a key of its own and move its state there with `terraform init -migrate-state`. Take an object that
stands in two states out of one of them with a `removed` block.

## Sources
- https://developer.hashicorp.com/terraform/language/backend/s3 (2026-11)
- https://developer.hashicorp.com/terraform/language/state/remote-state-data (2026-11)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from guardrails.gate.inspection import Inspection, finding
from guardrails.gate.remote_states import ReadState, read_states, readers_of
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.plan.change import Change, Verb
from guardrails.model.plan.plan import Plan
from guardrails.model.source import Location

RULE: Final = Rule(
    "PG-018",
    "state-of-its-own",
    "Each root has a state of its own, and a key that names an account names its environment too.",
    Severity.ERROR,
    ("A54", "E21"),
)
TYPES: Final = ()

_UNIQUE: Final = re.compile(r"[a-z]+(?:-[a-z]+)*-[0-9a-f]{8}(?:[0-9a-f]{9})?")
"""Ids that AWS makes, like `vpc-0123456789abcdef0`. Others are names, which may stand once in every Region."""


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield plans that hold one object together, and keys that are not what they should be."""
    for plan, account in inspection.siblings:
        if account == inspection.account and plan.digest != inspection.plan.digest:
            yield from _shared(inspection, plan)
    for state in read_states(inspection.plan, inspection.organization):
        problem = _problem(inspection, state)
        if problem is not None:
            yield _of_key(inspection, state, *problem)


def objects_of(plan: Plan) -> dict[str, Change]:
    """Return what a plan holds in its state, by type and ARN, or type and id for what has none."""
    return plan.once(_objects)


def _objects(plan: Plan) -> dict[str, Change]:
    found: dict[str, Change] = {}
    for change in plan.changes:
        if not change.managed or not change.before or change.importing or change.verb is Verb.FORGET:
            continue
        arn, id = change.before.get("arn"), change.before.get("id")
        if isinstance(arn, str) and arn.startswith("arn:"):
            found[f"{change.type} {arn}"] = change
        elif isinstance(id, str) and _UNIQUE.fullmatch(id):
            found[f"{change.type} {id}"] = change
    return found


def _shared(inspection: Inspection, plan: Plan) -> Iterator[Finding]:
    """Yield one finding for two plans that hold the same objects: it names the first of them."""
    others = objects_of(plan)
    both = [key for key in objects_of(inspection.plan) if key in others]
    if not both:
        return
    change = objects_of(inspection.plan)[both[0]]
    rest = f", and {len(both) - 1} more" if len(both) > 1 else ""
    yield finding(
        RULE,
        inspection.plan,
        change,
        f"it stands in the state of {plan.file} too ({others[both[0]].address}){rest}: two roots manage one object",
        found=both[0].partition(" ")[2],
        expected="one state",
        help="give each root a key of its own, and take the object out of one of the states",
    )


def _problem(inspection: Inspection, state: ReadState) -> tuple[str, str, str] | None:
    """Return what is wrong with the key of a state that is read: message, what was found, what is expected."""
    patterns = inspection.organization.state.get("keys")
    if not state.words:
        if state.bucket and state.bucket == inspection.organization.state.get("bucket") and patterns and state.key:
            listed = ", ".join(map(str, patterns)) if isinstance(patterns, list) else ""
            return f"the key {state.key} fits none of the patterns of state.keys", state.key, listed
        return None
    env = state.words.get("env", "")
    if state.account is not None and env and env != state.account.env:
        message = f"the key {state.key} says {env}, and {state.account.name} is {state.account.env}"
        return message, env, state.account.env
    if state.account is None and state.words.get("account"):
        named = state.words["account"]
        return f"the key {state.key} names {named}, which is no account of the organization", named, "an account"
    return None


def _of_key(inspection: Inspection, state: ReadState, message: str, found: str, expected: str) -> Finding:
    """Return the finding at the first change that reads the state, else at the data source."""
    help = "correct the key"
    for change, attribute in readers_of(inspection.plan, state):
        return finding(
            RULE,
            inspection.plan,
            change,
            f"{message} ({state.address})",
            attribute=attribute,
            found=found,
            expected=expected,
            help=help,
        )
    return Finding(
        RULE.id,
        RULE.severity,
        message,
        Location(inspection.plan.file, ("prior_state",)),
        help,
        RULE.confidence,
        token="key",
        address=state.address,
        attribute="config.key",
        found=found,
        expected=expected,
    )
