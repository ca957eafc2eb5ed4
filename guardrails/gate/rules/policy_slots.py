"""After the apply every node has room for its policies, and every policy for its text.

## What it does
Counts what is attached to each node once the plan is applied: the attachments of the plan, what the organization file
attaches besides, AWS's own full-access policy, and on OUs directly under the root the slots that Control Tower keeps
(`settings.control_tower.reserved_scp_slots`). More than `settings.quotas.scp_max_per_node` is an error at the last
attachment; so are documents of more characters than AWS takes. Where the document is known only after the apply, its
size is undecided. Quotas default to those of AWS.

## Why it matters
AWS refuses what does not fit in the middle of the apply, after other policies were detached to make room. Control Tower
fails later, when it wants to enable a control and finds no slot.

## Example
```hcl
resource "aws_organizations_policy_attachment" "crowd" {
  for_each = toset(local.eleven_policy_ids)

  policy_id = each.key
  target_id = "ou-ab12-sandbox01"
}
```

## Use instead
```hcl
resource "aws_organizations_policy_attachment" "sandbox" {
  policy_id = aws_organizations_policy.merged.id
  target_id = "ou-ab12-sandbox01"
}
```

## How to fix
Merge documents (`guardrails render --packed` does it without changing what they say), attach some of them lower in the
tree, or ask AWS for a higher quota and write it into `settings.quotas`.

## Sources
- https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html (2026-11)
- https://docs.aws.amazon.com/controltower/latest/userguide/limits.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from guardrails.catalog.quotas import CURRENT
from guardrails.gate.inspection import Inspection, finding, undecided
from guardrails.gate.organization.attachments import ATTACHMENT, POLICY, RCP, SCP, Attachment, planned, unread
from guardrails.model.finding import Finding, Rule, Severity
from guardrails.model.organization.levels import find_node
from guardrails.model.organization.tree import FULL_ACCESS, Organization

RULE: Final = Rule(
    "PG-007",
    "policy-slots",
    "After the apply every node has room for its policies, and every policy for its text.",
    Severity.ERROR,
    ("A15",),
)
TYPES: Final = (POLICY, ATTACHMENT)
_HELP: Final = "merge documents with `guardrails render --packed`, or attach some of them lower in the tree"


def check(inspection: Inspection) -> Iterator[Finding]:
    """Yield nodes with too many policies, and documents that are too long or of unknown length."""
    nodes: dict[tuple[str, str], list[Attachment]] = {}
    for one in planned(inspection).attachments:
        if one.target and one.kind in ("", SCP, RCP):
            nodes.setdefault((one.node or one.target, RCP if one.kind == RCP else SCP), []).append(one)
    for (node, kind), rows in nodes.items():
        yield from _slots(inspection, node, kind, rows)
    yield from _sizes(inspection)


def _slots(inspection: Inspection, node: str, kind: str, rows: Sequence[Attachment]) -> Iterator[Finding]:
    settings = inspection.organization.settings
    standard = CURRENT.rcp_max_per_node if kind == RCP else CURRENT.scp_max_per_node
    limit = settings.number("quotas.rcp_max_per_node" if kind == RCP else "quotas.scp_max_per_node", standard)
    new = [one for one in rows if one.stays and not one.was]
    gone = {one.policy for one in rows if one.was and not one.stays}
    names = {one.policy or one.change.address for one in rows if one.stays}
    names |= _in_file(inspection.organization, node, kind) - gone
    reserved = _reserved(inspection.organization, node) if kind == SCP else 0
    total = len(names) + 1 + reserved
    if not new or total <= limit:
        return
    words = f"{len(names)} policies, the full access of AWS" + (f", {reserved} of Control Tower" if reserved else "")
    message = f"{node} gets {total} {'RCPs' if kind == RCP else 'SCPs'} where AWS takes {limit}: {words}"
    yield finding(
        RULE,
        inspection.plan,
        new[-1].change,
        message,
        found=str(total),
        expected=str(limit),
        help=_HELP,
    )


def _in_file(organization: Organization, node: str, kind: str) -> set[str]:
    """What the organization file attaches to a node, AWS's own policy left out."""
    found = find_node(organization, node)
    slugs = (found[-1].rcps if kind == RCP else found[-1].scps) if found else ()
    known = organization.policies
    return {slug for slug in slugs if slug != FULL_ACCESS and not (slug in known and known[slug].aws_managed)}


def _reserved(organization: Organization, node: str) -> int:
    """The slots that Control Tower keeps on the OUs directly under the root."""
    found = find_node(organization, node)
    top = found is not None and len(found) == 2 and found[-1].kind.value == "ou"
    enabled = organization.settings.get("control_tower.enabled") is True
    return organization.settings.number("control_tower.reserved_scp_slots", 0) if top and enabled else 0


def _sizes(inspection: Inspection) -> Iterator[Finding]:
    settings = inspection.organization.settings
    limits = {
        SCP: settings.number("quotas.scp_max_chars", CURRENT.scp_max_chars),
        RCP: settings.number("quotas.rcp_max_chars", CURRENT.rcp_max_chars),
    }
    for change in inspection.plan.of(POLICY):
        limit = limits.get(str(change.after.get("type")))
        content = change.after.get("content")
        if limit is None or not change.verb.writes:
            continue
        if unread(change, "content"):
            message = "how long the document is will be known only after the apply"
            yield undecided(RULE, inspection.plan, change, message, ("content",), "render it before the plan is made")
        elif isinstance(content, str) and len(content) > limit:
            message = f"the document has {len(content):,} characters where AWS takes {limit:,}"
            yield finding(
                RULE,
                inspection.plan,
                change,
                message,
                attribute="content",
                found=f"{len(content)} characters",
                expected=f"{limit} characters",
                help="split it, or render it without white space",
            )
