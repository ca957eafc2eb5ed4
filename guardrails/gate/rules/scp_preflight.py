"""No SCP or RCP denies what applying the plan asks of AWS.

## What it does
Works out which authorization requests each change leads to (`guardrails requests PLAN` prints them) and decides each
as its caller: the role that applies (`--as`, else `pipeline_apply` of the organization file), the role that the
provider assumes, or a service's own role. A request that a policy denies is an error with the node, the policy and the
statement. One whose answer hangs on a value that nobody knows yet is undecided, with the key and the plan attribute
behind it; so is a call that the provider may or may not make. What one statement does to one resource is one finding;
what hangs on nothing but the caller's network, session or Region is one for all resources. A provisioner runs commands
that no plan shows: it is a warning. What a type without a mapping asks of AWS is undecided.

## Why it matters
An apply that is denied half way leaves half of the change in place, and the message of AWS names the policy only in
part. Nothing else says before the apply that an SCP will deny it, and by which statement.

## Example
```hcl
resource "aws_instance" "training" {
  instance_type = "p3.16xlarge" # gpu-cap#CapRunInstances allows no more than p3.2xlarge and g5.xlarge
}
```

## Use instead
```hcl
resource "aws_instance" "training" {
  instance_type = "p3.2xlarge"
}
```

## How to fix
Change what the statement tests, or apply with a role that it spares. Where the call is right and the policy too broad,
narrow the statement or record an exception in the organization file. `guardrails simulate ACTION --account NAME --why`
shows every condition. For what is undecided, write the value into the configuration, or find it out first.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html (2026-11)
- https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html (2026-11)
- https://developer.hashicorp.com/terraform/language/provisioners (2026-11)
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from guardrails.gate.inspection import at
from guardrails.model.answer import Decider, Outcome
from guardrails.model.finding import Confidence, Finding, Rule, Severity
from guardrails.model.gate_report import Judged
from guardrails.model.plan.change import Change
from guardrails.model.plan.plan import Plan
from guardrails.model.prediction import Caller, Certainty, Unmapped

RULE: Final = Rule(
    "PG-016",
    "scp-preflight",
    "No SCP or RCP denies what applying the plan asks of AWS.",
    Severity.ERROR,
    ("B31",),
)

_HELP: Final = "change what the statement tests, apply with a role that it spares, or record an exception"
_OPEN_HELP: Final = "write the value into the configuration, or find it out before the apply"

Group = tuple[str, Outcome, str]


def findings_of(plan: Plan, judged: Iterable[Judged], unmapped: Iterable[Unmapped]) -> Iterator[Finding]:
    """Yield what is denied, what is undecided, what no mapping knows, and what runs programs."""
    groups: dict[Group, list[Judged]] = {}
    for one in judged:
        if one.outcome in (Outcome.DENY, Outcome.UNKNOWN):
            statement = one.deciders[0].statement if one.deciders else ""
            address = "" if _of_everybody(one) else one.prediction.change.address
            groups.setdefault((address, one.outcome, statement), []).append(one)
    for (_, outcome, _), rows in groups.items():
        yield _denied(plan, rows) if outcome is Outcome.DENY else _open(plan, rows)
    yield from _unknown(plan, unmapped)


def _of_everybody(one: Judged) -> bool:
    """Whether an open request hangs on nothing but global keys that no attribute of its resource decides."""
    keys = tuple(key.lower() for key in one.hangs_on)
    told = any(cause.startswith("plan attribute") for cause in one.causes.values())
    return bool(keys) and not told and all(key.startswith("aws:") and "tag" not in key for key in keys)


def _denied(plan: Plan, rows: Sequence[Judged]) -> Finding:
    sure = all(one.prediction.certainty is Certainty.CERTAIN for one in rows)
    return _finding(
        plan,
        rows,
        f"{_actions(rows)} will be denied: {_where(rows)}",
        found=_what(rows),
        help=f"{_HELP}; `{_question(rows[0])}` shows why",
        confidence=Confidence.HIGH if sure else Confidence.MEDIUM,
    )


def _open(plan: Plan, rows: Sequence[Judged]) -> Finding:
    keys = tuple(dict.fromkeys(key for one in rows for key in one.hangs_on))
    causes = {key: cause for one in rows for key, cause in one.causes.items()}
    because = "; ".join(f"`{key}`: {cause}" for key, cause in causes.items())
    hanging = ", ".join(f"`{key}`" for key in keys) or "whether the provider makes the call"
    addresses = len({one.prediction.change.address for one in rows})
    which = f" ({addresses} resources)" if addresses > 1 else ""
    message = f"whether {_actions(rows)}{which} will be denied hangs on {hanging}: {_where(rows)}"
    help = f"{_OPEN_HELP} ({because})" if because else _OPEN_HELP if keys else _HELP
    hangs_on = keys or tuple(dict.fromkeys(note for one in rows for note in one.notes))
    return _finding(plan, rows, message, help=help, undecided=True, hangs_on=hangs_on, found=_what(rows))


def _finding(
    plan: Plan,
    rows: Sequence[Judged],
    message: str,
    *,
    found: str,
    help: str,
    confidence: Confidence = Confidence.HIGH,
    undecided: bool = False,
    hangs_on: tuple[str, ...] = (),
) -> Finding:
    change, decider = rows[0].prediction.change, _decider(rows)
    return Finding(
        RULE.id,
        RULE.severity,
        message,
        at(plan, change),
        help,
        confidence,
        sid=decider.sid,
        token=rows[0].prediction.action,
        address=change.address,
        previous_address=change.previous_address,
        found=found,
        undecided=undecided,
        hangs_on=hangs_on,
        node=decider.node,
        policy=decider.policy,
    )


def _decider(rows: Sequence[Judged]) -> Decider:
    return rows[0].deciders[0] if rows[0].deciders else Decider("")


def _actions(rows: Sequence[Judged], most: int = 3) -> str:
    """The actions as words: `ec2:RunInstances`, `sqs:CreateQueue and sqs:TagQueue`, `a, b, c and 2 more`.

    Those that a service role will ask for, later and not while the plan is applied, are said to be by it.
    """
    names = list(dict.fromkeys(one.prediction.action for one in rows))
    shown, more = names[:most], len(names) - most
    words = " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
    if more > 0:
        words = f"{', '.join(shown)} and {more} more"
    by_service = all(one.prediction.caller is Caller.SERVICE for one in rows)
    return f"{words} by {rows[0].principal or 'a service role'}" if by_service else words


def _where(rows: Sequence[Judged]) -> str:
    """The nodes and statements, once each: `Workloads, gpu-cap#CapRunInstances`."""
    deciders = dict.fromkeys(decider for one in rows for decider in one.deciders)
    return "; ".join(dict.fromkeys(f"{one.node}, {one.statement}" for one in deciders)) or "no statement is named"


def _what(rows: Sequence[Judged]) -> str:
    """What the requests act on."""
    resources = list(dict.fromkeys(one.prediction.resource for one in rows))
    return resources[0] + (f" and {len(resources) - 1} more" if len(resources) > 1 else "")


def _question(one: Judged) -> str:
    """The command that asks the same: action, Region, what is known of the service's keys, the resource if known."""
    asked = one.prediction
    words = ["guardrails", "simulate", asked.action]
    words += [asked.region] if isinstance(asked.region, str) and asked.region else []
    known = ((key, value) for key, value in asked.context.items() if isinstance(value, str))
    words += [f"{key}={value}" for key, value in known if not key.startswith("aws:")]
    words += ["--resource", asked.resource] if "*" not in asked.resource else []
    words += ["--as", one.principal] if one.principal else []
    return " ".join(map(shlex.quote, (*words, "--why")))


def _unknown(plan: Plan, unmapped: Iterable[Unmapped]) -> Iterator[Finding]:
    """Yield programs that changes run, and each change of which nobody knows what it asks for."""
    for one in unmapped:
        if one.program:
            help = "do it with a resource of the provider, or in a step of its own that is reviewed"
            yield _about(plan, one.change, one.reason, Severity.WARNING, help)
        else:
            message = f"what it will ask of AWS is not known: {one.reason}"
            help = "judge it by hand, and waive this where it is right"
            found = _about(plan, one.change, message, RULE.severity, help)
            yield replace(found, undecided=True, hangs_on=("mapping",))


def _about(plan: Plan, change: Change, message: str, severity: Severity, help: str) -> Finding:
    return Finding(
        RULE.id,
        severity,
        message,
        at(plan, change),
        help,
        token=change.type,
        address=change.address,
        previous_address=change.previous_address,
    )
