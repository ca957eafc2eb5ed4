"""The policies of a plan that let everybody in, and what still stands before a bucket that has one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from guardrails.gate.inspection import Inspection
from guardrails.gate.network.network import Network, network_of
from guardrails.gate.policies.attributes import GRANT_TYPES, LIMITING, POLICY_ATTRIBUTES
from guardrails.gate.policies.reach import openings
from guardrails.gate.policies.reading import ResourcePolicy, policies_of
from guardrails.model.organization.levels import every_account
from guardrails.model.plan.change import Change
from guardrails.model.plan.values import Mark, undecidable


@dataclass(frozen=True, slots=True)
class PublicPolicy:
    """A policy that lets everybody in, by the statement `sid`; `certain` False: that hangs on what is not known."""

    policy: ResourcePolicy
    why: str
    sid: str = ""
    certain: bool = True


def public_policies(inspection: Inspection) -> Iterator[PublicPolicy]:
    """Yield the policies that the plan writes and that let everybody in, or may; one for each policy."""
    accounts = frozenset(one.id for one in every_account(inspection.organization) if one.id)
    home = inspection.organization.settings.text("organization_id")
    types = inspection.plan.by_type
    for type in (*POLICY_ATTRIBUTES, *sorted(GRANT_TYPES)):
        if type in LIMITING or type == "aws_iam_role":  # whom a role trusts is the matter of PG-002
            continue
        for change in types.get(type, ()):
            if change.after and change.verb.writes and not change.deposed and _written(change) and not _inside(change):
                for policy in policies_of(change, inspection.references):
                    yield from _judged(policy, accounts, home)


def _judged(policy: ResourcePolicy, accounts: frozenset[str], home: str) -> Iterator[PublicPolicy]:
    for one in openings(policy, accounts, home):
        if one.public:
            certain = one.certain and policy.mark is None
            yield PublicPolicy(policy, one.why, one.statement.sid, certain)
            return
    if policy.mark is not None:
        yield PublicPolicy(policy, f"{policy.attribute} hangs on {', '.join(policy.hangs_on)}", certain=False)
    elif policy.problem:
        yield PublicPolicy(policy, f"it cannot be read ({policy.problem})", certain=False)


def _written(change: Change) -> bool:
    """Whether the plan writes the policy: a known one that stays as it is was there before."""
    if change.verb.creates or change.type in GRANT_TYPES:
        return True
    return change.changes(POLICY_ATTRIBUTES[change.type].partition("[")[0])


_DOMAINS: Final = ("aws_opensearch_domain", "aws_elasticsearch_domain")


def _inside(change: Change) -> bool:
    """Whether it stands in a VPC, where a policy for everybody is one for everybody in the network.

    Source: https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html (2026-11)
    """
    if change.type not in _DOMAINS:
        return False
    options = change.get("vpc_options")
    return options is Mark.UNKNOWN or (isinstance(options, (list, tuple)) and bool(options))


class Blocks:
    """The public access blocks of the buckets of a plan."""

    def __init__(self, inspection: Inspection, net: Network) -> None:
        self._net = net
        found = inspection.plan.by_type.get("aws_s3_bucket_public_access_block", ())
        self._by_bucket = {bucket: one for one in found if one.after and (bucket := self._bucket(one))}

    def _bucket(self, change: Change) -> str:
        """Return the name of a bucket where it is known, else its address."""
        node = self._net.links.of(change, "bucket", ("aws_s3_bucket",)).only
        made = self._net.links.change(node)
        name = made.get("bucket") if made else node
        return name if isinstance(name, str) else node

    def step(self, change: Change) -> tuple[str, bool]:
        """Return what the block of a bucket does to its policy, in words, and whether it closes the bucket for sure."""
        block = self._by_bucket.get(self._bucket(change))
        if block is None:
            return "; no public access block of this bucket is in the plan", False
        refuses, restricts = block.get("block_public_policy"), block.get("restrict_public_buckets")
        if refuses is True or restricts is True:
            name = "block_public_policy" if refuses is True else "restrict_public_buckets"
            return f"; {block.address} ({name}) holds it back as long as it is there", True
        if undecidable(refuses) or undecidable(restricts):
            return f"; what {block.address} blocks is known only after apply", False
        return f"; {block.address} does not block it (block_public_policy = false)", False


def buckets_blocked(inspection: Inspection) -> Blocks:
    """Return the public access blocks of a plan."""
    return Blocks(inspection, network_of(inspection))
