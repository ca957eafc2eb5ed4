"""Buckets and what stands beside them: versioning, encryption, public access, policy, replication. It holds no check.

Since version 4 of the provider these are resources of their own. They name the bucket by a text, by a reference, or by
way of each other (`aws_s3_bucket_versioning.models.bucket`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from guardrail_graph import Resource, place, points_at, resources
from guardrail_policies import conditions, identities, items, policy_of, statements
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, flag, unresolved, value_at

VERSIONING = "aws_s3_bucket_versioning"
ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration"
PUBLIC = "aws_s3_bucket_public_access_block"
POLICY = "aws_s3_bucket_policy"
REPLICATION = "aws_s3_bucket_replication_configuration"
PARTS = (VERSIONING, ENCRYPTION, PUBLIC, POLICY, REPLICATION)
FLAGS = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")


class Verdict(NamedTuple):
    """True, False or UNKNOWN, and what to say of it."""

    answer: Any
    message: str = ""


FINE = Verdict(True)


Place = tuple[str, str, str]
"""Folder, module and block of a resource."""


class Index(NamedTuple):
    """The parts of a graph by what they name: a block, a text, or something that cannot be told."""

    at: dict[Place, list[Resource]]
    named: dict[str, list[Resource]]
    open: list[Resource]
    own: dict[Place, list[Resource]]

    def near(self, bucket: Resource) -> list[Resource]:
        """Return the parts that may be those of a bucket, and few others."""
        name, where = value_at(bucket.conf, "bucket"), _place(bucket, bucket.address)
        texts = [one for some in self.named.values() for one in some] if name is UNKNOWN else []
        texts = texts or self.named.get(str(name), [])
        return [*(self.at.get(where, []) if where else []), *texts, *self.open]


_INDEXED: list[tuple[Any, Index]] = []
"""The graph that was asked last, and its index: every bucket asks the same one."""


def index(graph: Any) -> Index:
    """Return the index of the parts of a graph."""
    if not _INDEXED or _INDEXED[0][0] is not graph:
        found = Index({}, {}, [], {})
        parts = list(resources(graph, *PARTS))
        for one in parts:
            where = _place(one, one.address)
            if where:
                found.own.setdefault(where, []).append(one)
        for one in parts:
            _add(found, one)
        _INDEXED[:] = [(graph, found)]
    return _INDEXED[0][1]


def _add(found: Index, part: Resource) -> None:
    text = value_of(part.conf, "bucket")
    if isinstance(text, str) and text and not unresolved(text):
        found.named.setdefault(text, []).append(part)
        return
    where = _target(found, part, 2)
    if where is None:
        found.open.append(part)
    else:
        found.at.setdefault(where, []).append(part)


def _target(found: Index, part: Resource, steps: int) -> Place | None:
    """Where the bucket of a part is, perhaps by way of other parts; None where nobody can tell."""
    text = value_of(part.conf, "bucket")
    if not isinstance(text, str) or not unresolved(text):
        return None
    where = _place(part, text)
    through = found.own.get(where, []) if where else []
    return _target(found, through[0], steps - 1) if through and steps else where


def _place(one: Resource, text: str) -> Place | None:
    """Where a reference of a resource leads, or its own address is."""
    own, said = place(one.address), place(text)
    if said is None or own is None or (text != one.address and said[0]):
        return None
    return (one.folder, own[0], said[1])


def belongs(graph: Any, part: Resource, bucket: Resource, steps: int = 2) -> bool | None:
    """Whether a part is that of a bucket, perhaps by way of another part; None where nobody can tell."""
    answer = points_at(part, "bucket", bucket, "bucket", "id")
    text = value_of(part.conf, "bucket")
    if answer is not False or steps == 0 or not isinstance(text, str) or not unresolved(text):
        return answer
    where = _place(part, text)
    for one in index(graph).own.get(where, []) if where else []:
        if one is not part and points_at(part, "bucket", one):
            return belongs(graph, one, bucket, steps - 1)
    return False


def value_of(conf: dict[str, Any], name: str) -> Any:
    """Return an attribute as Checkov holds it: the text of a reference where it is one."""
    found = conf.get(name)
    return found[0] if isinstance(found, list) and len(found) == 1 else found


def judged(check: Any, bucket: Resource, kind: str, judge: Callable[[Any, Resource], Verdict], what: str) -> Verdict:
    """Return what is to be said of the part of a kind that a bucket has, or of its lack (`what`: "versioning")."""
    if check.graph is None:
        return Verdict(UNKNOWN, f"whether the bucket has {what} cannot be told from the code")
    near = [one for one in index(check.graph).near(bucket) if one.type == kind]
    found = [(belongs(check.graph, one, bucket), one) for one in near]
    said = [judge(check, one) for mine, one in found if mine]
    if said:
        return next((one for one in said if one.answer is True), said[0])
    if any(mine is None for mine, _ in found):
        return Verdict(UNKNOWN, f"whether the bucket has {what} cannot be told from the code")
    return Verdict(False, f"no {what}")


def versioned(_: Any, part: Resource) -> Verdict:
    """Versioning is on."""
    status = _known(part.conf, "versioning_configuration.status")
    if status is UNKNOWN or status == "Enabled":
        return Verdict(True if status == "Enabled" else UNKNOWN, "the status of versioning is known only after apply")
    return Verdict(False, "versioning is not Enabled")


def closed(_: Any, part: Resource) -> Verdict:
    """All four flags of the public access block are true."""
    values = {name: flag(part.conf, name) for name in FLAGS}
    wrong = [name for name, value in values.items() if value is False or value is ABSENT]
    if wrong:
        return Verdict(False, f"{', '.join(wrong)} not true")
    return Verdict(UNKNOWN, "flags are known only after apply") if UNKNOWN in values.values() else FINE


def encrypted(_: Any, part: Resource) -> Verdict:
    """There is a default encryption."""
    kind = _known(part.conf, "rule.apply_server_side_encryption_by_default.sse_algorithm")
    if kind is ABSENT:
        return Verdict(False, "no default encryption")
    return Verdict(UNKNOWN, "the encryption is known only after apply") if kind is UNKNOWN else FINE


def encrypted_with_own_key(_: Any, part: Resource) -> Verdict:
    """The default encryption uses a customer key, and a bucket key."""
    inner = "rule.apply_server_side_encryption_by_default"
    kind = _known(part.conf, f"{inner}.sse_algorithm")
    key, cheap = _known(part.conf, f"{inner}.kms_master_key_id"), flag(part.conf, "rule.bucket_key_enabled")
    if kind not in ("aws:kms", "aws:kms:dsse", UNKNOWN):
        return Verdict(False, f"encryption with {'nothing' if kind is ABSENT else kind}, not with a customer key")
    if key is ABSENT or str(key).endswith("alias/aws/s3"):
        return Verdict(False, "encryption with the key of AWS, not with a customer key")
    if cheap is False or cheap is ABSENT:
        return Verdict(False, "no bucket key: each object costs a request to KMS")
    late = UNKNOWN in (kind, cheap)
    return Verdict(UNKNOWN, "the encryption is known only after apply") if late else FINE


def _known(conf: dict[str, Any], path: str) -> Any:
    """The value in a block. A plan has a null where nothing is set and leaves out what is late: that is UNKNOWN."""
    found = value_at(conf, path)
    head, _, name = path.rpartition(".")
    within = value_at(conf, head)
    late = "__change_actions__" in conf and isinstance(within, dict) and name not in within
    return UNKNOWN if found is ABSENT and late else found


def tls_only(check: Any, part: Resource) -> Verdict:
    """The policy denies everybody what does not come over TLS."""
    document = policy_of(check, part, "policy")
    if isinstance(document, Mark):
        return Verdict(UNKNOWN, "the bucket's policy is known only after apply")
    planned = "__change_actions__" in part.conf
    answers = [_denies_plain(one, planned) for one in statements(document)]
    if True in answers:
        return FINE
    if UNKNOWN in answers:
        return Verdict(UNKNOWN, "what the bucket's policy denies is known only after apply")
    return Verdict(False, "no statement denies everybody each request without TLS (aws:SecureTransport), objects too")


def _denies_plain(statement: dict[str, Any], planned: bool) -> Any:
    """Whether a statement denies everybody everything without TLS: True, False, or UNKNOWN where that hangs on parts.

    A second row of conditions makes the denial smaller, and one of the bucket alone says nothing of its objects.
    """
    actions = items(statement, "Action")
    if statement.get("Effect") != "Deny" or not {"s3:*", "*"} & {one.lower() for one in _texts(actions)}:
        return UNKNOWN if statement.get("Effect") is UNKNOWN or UNKNOWN in actions else False
    if not any(who == "*" for _, who in identities(statement)):
        return False
    rows = list(conditions(statement))
    asked = [
        operator in ("Bool", "BoolIfExists")
        and key == "aws:securetransport"
        and [str(one).lower() for one in values] == ["false"]
        for operator, key, values in rows
    ]
    if asked != [True]:
        late = any(UNKNOWN in values for _, _, values in rows)
        return UNKNOWN if late else False
    return _everything(items(statement, "Resource"), planned)


def _everything(named: list[Any], planned: bool) -> Any:
    """Whether the resources of a statement are a bucket and its objects; two that are not known yet are these.

    Of a list of references Checkov keeps the first where it reads a plan: one stands for all of them there.
    """
    known = [one for one in named if isinstance(one, str) and not unresolved(one)]
    whole = any(one.strip("*") == "" or one.endswith("::*") for one in known if one)
    objects = whole or any(one.endswith("*") for one in known)
    bucket = whole or any("/" not in one for one in known)
    open_ = 2 if planned and named and not known else len(named) - len(known)
    if objects + bucket + open_ >= 2:
        return True
    return UNKNOWN if open_ else False


def _texts(values: Iterable[Any]) -> list[str]:
    return [one for one in values if isinstance(one, str)]


def replicated(_: Any, part: Resource) -> Verdict:
    """A rule of the replication is on."""
    found = blocks(part.conf, "rule")
    rules = [UNKNOWN] if isinstance(found, Mark) else [value_at(one, "status") for one in found]
    if "Enabled" in rules:
        return FINE
    return (
        Verdict(UNKNOWN, "the replication is known only after apply")
        if UNKNOWN in rules
        else Verdict(False, "no rule of the replication is Enabled")
    )


def summed(verdicts: Iterable[Verdict]) -> Verdict:
    """Return one verdict of several: everything that is wrong; else the first thing that is open."""
    said = list(verdicts)
    wrong = [one.message for one in said if one.answer is False]
    if wrong:
        return Verdict(False, "; ".join(wrong))
    return next((one for one in said if one.answer is UNKNOWN), FINE)
