"""Proofs and differences: eight questions to seven landing-zone SCPs and to fifty large ones, and z3 beside them."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from decisions import ABOVE_THE_CAP, ACCELERATED, ACCOUNT, GUARDRAILS, NOT_THE_PIPELINE, deny
from random_policies import policies as random_policies

from guardrails.model.difference import Difference
from guardrails.model.policy.document import (
    EVERYTHING,
    FULL_AWS_ACCESS,
    Condition,
    Effect,
    Element,
    PolicyDocument,
    PolicySet,
    Statement,
)
from guardrails.model.proof import Calls, Claim, Property, Result, Scene, Status

PROJECT = Path(__file__).parents[2]
SCENE = Scene("Bench", ACCOUNT, "o-abcdefghij", regions=("us-east-1", "us-west-2"), accounts=(ACCOUNT,))
ABROAD = Condition("StringNotEquals", "aws:RequestedRegion", ("us-east-1", "us-west-2"))
SOUTH = Condition("StringEquals", "aws:RequestedRegion", ("eu-south-1",))
NO_HEADER = Condition("Null", "s3:x-amz-server-side-encryption", ("true",))
ENCRYPTION = PolicyDocument(
    (
        deny(
            "DenyOtherEncryption",
            "s3:PutObject",
            Condition("StringNotEquals", "s3:x-amz-server-side-encryption", ("aws:kms",)),
            Condition("Null", "s3:x-amz-server-side-encryption", ("false",)),
        ),
    ),
    name="encryption",
)
SEVEN = PolicySet(
    scps=(
        (FULL_AWS_ACCESS, *GUARDRAILS[:3]),
        (FULL_AWS_ACCESS, *GUARDRAILS[3:6]),
        (FULL_AWS_ACCESS, ENCRYPTION, GUARDRAILS[6]),
    )
)


def calls(name: str, actions: str, *conditions: Condition, resource: Element = EVERYTHING, type: str = "") -> Calls:
    return Calls(name, Element(tuple(actions.split())), resource, conditions, type)


LAUNCH = calls("Q1 launch above the cap", "ec2:RunInstances", ACCELERATED, ABOVE_THE_CAP, type="instance")
QUESTIONS: dict[Calls, Status] = {
    LAUNCH: Status.PROVEN,
    replace(LAUNCH, name="Q1b launch of any accelerator", conditions=(ACCELERATED,)): Status.REFUTED,
    calls("Q3 stop a trail", "cloudtrail:StopLogging", NOT_THE_PIPELINE): Status.PROVEN,
    calls("Q3b stop a trail, anybody", "cloudtrail:StopLogging"): Status.REFUTED,
    calls("Q4 anything in eu-south-1", "*", SOUTH, NOT_THE_PIPELINE): Status.REFUTED,
    calls("Q5 launch abroad", "ec2:RunInstances", ABROAD, NOT_THE_PIPELINE, type="instance"): Status.PROVEN,
    calls("Q5b all of EC2 abroad", "ec2:*", ABROAD, NOT_THE_PIPELINE): Status.PROVEN,
    calls("Q6 upload without header", "s3:PutObject", NO_HEADER, type="object"): Status.REFUTED,
    calls("Q7 create a user", "iam:CreateUser", NOT_THE_PIPELINE): Status.PROVEN,
    calls(
        "Q8 write state",
        "s3:PutObject",
        NOT_THE_PIPELINE,
        resource=Element(("arn:aws:s3:::mm-terraform-state/*",)),
        type="object",
    ): Status.PROVEN,
}
"""What is asked of the seven, and the answer."""
LARGE_QUESTIONS = (
    LAUNCH,
    calls("Q4 anything in eu-south-1", "*", SOUTH, NOT_THE_PIPELINE),
    calls("Q5b all of EC2 abroad", "ec2:*", ABROAD, NOT_THE_PIPELINE),
    calls("anything at all", "*"),
    calls("s3:Put* with a tag", "s3:Put*", Condition("StringLike", "aws:PrincipalTag/team", ("ml-*",))),
)


def asked(about: Calls) -> Property:
    return Property(about.name, Claim.DENIED, (about,))


@dataclass(frozen=True, slots=True)
class Timed:
    """One thing that was measured: CPU seconds, the answer, and z3's seconds and answer where it was asked."""

    what: str
    seconds: float
    answer: str
    z3_seconds: float = 0.0
    z3_answer: str = "-"


def timed(work: Callable[[], Result | Difference], runs: int) -> tuple[float, Result | Difference]:
    """Return median CPU seconds and the last answer."""
    seconds = []
    for _ in range(runs):
        begin = time.process_time()
        found = work()
        seconds.append(time.process_time() - begin)
    return statistics.median(seconds), found


def questions(policies: PolicySet, about: tuple[Calls, ...], runs: int, z3_seconds: float) -> Iterator[Timed]:
    from guardrails.prover.proving import prove

    for one in about:
        seconds, found = timed(partial(prove, policies, asked(one), SCENE), runs)
        assert isinstance(found, Result)
        yield Timed(one.name, seconds, found.status.value, *z3_beside(policies, one, z3_seconds))


def z3_beside(policies: PolicySet, about: Calls, seconds: float) -> tuple[float, str]:
    """Return z3's CPU seconds and answer to the same question, over about the same requests."""
    if not seconds:
        return 0.0, "-"
    sys.path.insert(0, str(PROJECT))
    from tests.properties.prover.oracle import ask
    from tests.properties.prover.world import Case, Key

    resources = (f"arn:aws:ec2:{{a-z0-9-}}:{ACCOUNT}:instance/*",) if about.resource_type == "instance" else ("{}",)
    keys = {
        "aws:principalarn": Key((f"arn:aws:iam::{ACCOUNT}:role/{{}}",), required=True),
        "aws:requestedregion": Key(("{a-z}-{a-z}-{0-9?}",), required=True),
        "sagemaker:instancetypes": Key(multivalued=True),
    }
    case = Case(tuple(one.lower() for one in about.action.patterns), resources, keys)
    begin = time.process_time()
    answer = ask(policies, about, Claim.DENIED, case, seconds, surely=False)
    return time.process_time() - begin, answer.status


SPARED = Condition("ArnNotLike", "aws:PrincipalArn", ("arn:aws:iam::*:role/spared/*",))


def changed(policies: PolicySet) -> PolicySet:
    """Return the set with some roles spared by the first document that is more than FullAWSAccess."""
    *others, (full, first, *rest) = reversed(policies.scps)
    rows = tuple(replace(row, conditions=(*row.conditions, SPARED)) for row in first.statements[:1])
    spared = replace(first, statements=(*rows, *first.statements[1:]))
    return replace(policies, scps=((full, spared, *rest), *reversed(others)))


def split_anew(policies: PolicySet) -> PolicySet:
    """Return the same rules: a statement for each action, in the opposite order, all of a level in one document."""
    return replace(policies, scps=tuple(_split(level) for level in policies.scps))


def _split(level: tuple[PolicyDocument, ...]) -> tuple[PolicyDocument, ...]:
    rows = [part for document in level for row in document.statements for part in _parts(row)]
    return (PolicyDocument(tuple(reversed(rows)), name="split"),)


def _parts(row: Statement) -> tuple[Statement, ...]:
    if row.action.negated or row.effect is Effect.ALLOW:
        return (row,)
    return tuple(replace(row, action=Element((one,))) for one in row.action.patterns)


def differences(policies: PolicySet, runs: int) -> Iterator[Timed]:
    from guardrails.prover.comparing import compare

    for what, after in (("one condition more", changed(policies)), ("split and reordered", split_anew(policies))):
        seconds, found = timed(partial(compare, policies, after, SCENE), runs)
        assert isinstance(found, Difference)
        counts = f"{len(found.newly_allowed)} allowed, {len(found.newly_denied)} denied"
        yield Timed(what, seconds, "equal" if found.equal else "undecided" if found.undecided else counts)


def invariants(most: int = 1_000) -> Iterator[Timed]:
    """Yield the time of each invariant of the reference organization, in one account: asked for the first time."""
    from datetime import date

    from guardrails.commands.opening import account_of
    from guardrails.commands.proving.claims import policies_of, properties_of, scene_of
    from guardrails.files.project import load_project
    from guardrails.prover.proving import prove

    project = load_project(PROJECT, date(2026, 11, 22))
    account = account_of(project.organization, "Dev")
    for invariant in project.organization.invariants[:most]:
        properties = properties_of(project, invariant, account)
        policies, scene = policies_of(project, account, invariant), scene_of(project, account)
        begin = time.process_time()
        statuses = {prove(policies, one, scene).status.value for one in properties}
        yield Timed(invariant.name, time.process_time() - begin, ", ".join(sorted(statuses)))


def table(rows: list[Timed]) -> str:
    lines = [f"{'question':40} {'seconds':>8} {'answer':24} {'z3':>8} {'its answer':10}"]
    for row in rows:
        z3 = f"{row.z3_seconds:8.3f}" if row.z3_answer != "-" else f"{'-':>8}"
        lines.append(f"{row.what:40} {row.seconds:8.4f} {row.answer:24} {z3} {row.z3_answer}")
    return "\n".join(lines)


Row = tuple[str, float, float, str]
"""What, figure, bar and unit."""
ANSWERED = ("sat", "unsat")


def measured() -> Iterator[Row]:
    """Yield the slowest of each kind beside its bar; every single figure, and z3's, goes to standard error."""
    list(invariants(1))  # loads the code and the catalog
    large = random_policies(50, 10)
    kinds: tuple[tuple[str, float, Iterator[Timed]], ...] = (
        ("slowest invariant, reference organization", 0.1, invariants()),
        ("slowest of ten questions to 7 policies", 0.1, questions(SEVEN, tuple(QUESTIONS), 5, 5)),
        ("slowest difference of 7 policies", 0.1, differences(SEVEN, 5)),
        ("slowest of five questions to 50 policies", 1.0, questions(large, LARGE_QUESTIONS, 3, 5)),
        ("slowest difference of 50 policies", 1.0, differences(large, 3)),
    )
    for what, bar, rows in kinds:
        told = list(rows)
        print(what, table(told), "", sep="\n", file=sys.stderr, flush=True)
        yield what, max(row.seconds for row in told), bar, "s CPU"
        peers = [row for row in told if row.z3_answer != "-"]
        if peers:
            silent = sum(row.z3_answer not in ANSWERED for row in peers)
            slowest = max(row.z3_seconds for row in peers)
            yield f"  z3's slowest ({silent} of {len(peers)} unanswered)", slowest, bar, "s CPU"
