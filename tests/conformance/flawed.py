"""Deliberately broken policy sets (`proofs/*.yaml`): their form, and reading them. See README.md for the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from guardrails.catalog.capabilities import calls_of, capability
from guardrails.model.policy.document import (
    FULL_AWS_ACCESS,
    PolicyDocument,
    PolicySet,
    PolicyType,
)
from guardrails.model.policy.parse import parse_value
from guardrails.model.proof import Breadth, Calls, Claim, Property, Scene
from guardrails.model.request import UNKNOWN, PrincipalKind, Request, Value

FOLDER = Path(__file__).parent / "proofs"
NODES = ("Root", "Workloads", "Dev")
SCENE = Scene(
    account="Dev",
    account_id="111122223333",
    organization_id="o-exampleorg",
    path="o-exampleorg/r-abcd/ou-abcd-11111111/",
    regions=("eu-central-1", "eu-west-1"),
    callers=("arn:aws:iam::111122223333:role/dev", "arn:aws:iam::111122223333:user/ana"),
    accounts=("111122223333", "444455556666"),
    management_id="999988887777",
)
MEANINGS = {
    "$allowed_types": (),
    "$allowed_ml_types": (),
    "$regions": SCENE.regions,
    "$state_objects": ("arn:aws:s3:::org-state", "arn:aws:s3:::org-state/*"),
    "$lock_table": ("arn:aws:dynamodb:*:*:table/locks",),
    "$log_stores": ("arn:aws:s3:::org-logs", "arn:aws:s3:::org-logs/*"),
    "$exempt_roles": ("arn:aws:iam::111122223333:role/break-glass",),
    "$exempt_users": (),
}
"""What the placeholders of the catalog's capabilities stand for."""

CASE_KEYS = {
    *("id", "flaw", "note", "source", "denied", "allowed", "breadth", "kinds"),
    *("broken", "mended", "witness", "undecided", "near", "boundary", "mended_boundary"),
}
NEEDED = {"id", "flaw", "note", "source", "broken"}
CALL_KEYS = {"action", "not_action", "resource", "not_resource", "type", "condition", "capability"}
WITNESS_KEYS = {"action", "resource", "principal", "context", "absent", "because"}
NEAR_KEYS = {"statement", "failed", "suggestion"}


class FlawedCase(Exception):
    """A case that is not written as the README says; names the file, the case and what is wrong."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a witness must show: patterns for its request, keys that must be absent, and why the call is answered so.

    `because` is of any request of the call, for a claim that a call is allowed: the one that is denied.
    """

    action: tuple[str, ...] = ()
    resource: tuple[str, ...] = ()
    principal: tuple[str, ...] = ()
    context: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    because: Expected | None = None

    def misses(self, request: Request) -> list[str]:
        """Return what a request does not show, in words; empty when it shows all."""
        found = []
        for what, patterns, text in (
            ("action", self.action, request.action),
            ("resource", self.resource, str(request.resource)),
            ("principal", self.principal, request.principal.arn),
        ):
            if patterns and not fits(text, patterns, folded=what == "action"):
                found.append(f"{what} {text} is not {' | '.join(patterns)}")
        for key, patterns in self.context.items():
            value = request.context.get(key.lower())
            if value is None or not holds(value, patterns):
                found.append(f"{key} is {value!r}, not {' | '.join(patterns)}")
        found += [
            f"{key} is there: {request.context[key.lower()]!r}" for key in self.absent if key.lower() in request.context
        ]
        return found


def fits(text: str, patterns: tuple[str, ...], *, folded: bool = False) -> bool:
    """Whether a text is of one of the patterns, and of none that is written `not ...`."""
    text = text.lower() if folded else text
    patterns = tuple(one.lower() for one in patterns) if folded else patterns
    wanted = [one for one in patterns if not one.startswith("not ")]
    barred = [one.removeprefix("not ") for one in patterns if one.startswith("not ")]
    return (not wanted or any(fnmatchcase(text, one) for one in wanted)) and not any(
        fnmatchcase(text, one) for one in barred
    )


def holds(value: Value, patterns: tuple[str, ...]) -> bool:
    """Whether a value is of one of the patterns; of a multivalued key each pattern must be met by some element."""
    if value is UNKNOWN:
        return False
    if isinstance(value, str):
        return fits(value, patterns)
    assert isinstance(value, tuple)
    return all(any(fits(one, (pattern,)) for one in value) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One broken policy set with the question that shows it, what the witness must show, and the mended set.

    `undecided` is what the reason must hold where the prover cannot answer; then there is no witness.
    """

    id: str
    name: str
    asked: Property
    scene: Scene
    broken: PolicySet
    mended: PolicySet | None
    witness: Expected | None
    undecided: str
    near: Mapping[str, Any]


def flaws(folder: Path = FOLDER) -> Iterator[Flaw]:
    """Yield every case below a folder; raises FlawedCase for the first that is not well-formed."""
    for path in sorted(folder.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or not isinstance(content.get("cases"), list):
            raise FlawedCase(f"{path.name}: a list under 'cases' is missing")
        for at, case in enumerate(content["cases"]):
            name = case.get("id", f"case {at}") if isinstance(case, dict) else f"case {at}"
            try:
                yield read_flaw(case)
            except FlawedCase as error:
                raise FlawedCase(f"{path.name}: {name}: {error}") from None


def read_flaw(case: object) -> Flaw:
    """Return one case. Raises FlawedCase with what is wrong."""
    given = _mapping(case, "the case", CASE_KEYS)
    if missing := sorted(NEEDED - set(given)):
        raise FlawedCase(f"missing: {', '.join(missing)}")
    if ("denied" in given) == ("allowed" in given):
        raise FlawedCase("exactly one of 'denied' and 'allowed' says what is asked")
    if ("witness" in given) == ("undecided" in given):
        raise FlawedCase("exactly one of 'witness' and 'undecided' says what comes out")
    if not str(given["source"]).startswith("https://"):
        raise FlawedCase("'source' is not an address")
    boundary = _boundary(given.get("boundary"))
    mended_boundary = _boundary(given.get("mended_boundary", given.get("boundary")))
    mended = given.get("mended", given["broken"] if "mended_boundary" in given else None)
    return Flaw(
        id=str(given["id"]),
        name=str(given["flaw"]),
        asked=_asked(given),
        scene=_scene(given),
        broken=policies_of(given["broken"], "broken", boundary),
        mended=None if mended is None else policies_of(mended, "mended", mended_boundary),
        witness=_expected(given["witness"], "witness") if "witness" in given else None,
        undecided=str(given.get("undecided", "")),
        near=_mapping(given.get("near", {}), "near", NEAR_KEYS),
    )


def policies_of(value: object, what: str, boundary: PolicyDocument | None = None) -> PolicySet:
    """Return the policies of a list of statements, or of `{levels: ...}`.

    Statements stand in one SCP on the OU; FullAWSAccess is on root, OU and account.
    """
    if isinstance(value, list):
        document = {"Version": "2012-10-17", "Statement": value}
        levels: tuple[tuple[PolicyDocument, ...], ...] = (
            (FULL_AWS_ACCESS,),
            (FULL_AWS_ACCESS, _document(document, what)),
            (FULL_AWS_ACCESS,),
        )
        return PolicySet(scps=levels, boundary=boundary)
    given = _mapping(value, what, {"levels", "rcps"})
    if not isinstance(given.get("levels"), list):
        raise FlawedCase(f"{what}: neither a list of statements nor 'levels'")
    scps = _levels(given["levels"], what, PolicyType.SCP)
    return PolicySet(scps=scps, rcps=_levels(given.get("rcps", []), f"{what}-rcp", PolicyType.RCP), boundary=boundary)


def _levels(value: list[Any], what: str, type: PolicyType) -> tuple[tuple[PolicyDocument, ...], ...]:
    return tuple(
        tuple(_document(one, f"{what}-{level}-{at}", type) for at, one in enumerate(documents))
        for level, documents in enumerate(value)
    )


def _document(value: object, name: str, type: PolicyType = PolicyType.SCP) -> PolicyDocument:
    if value == "FullAWSAccess":
        return FULL_AWS_ACCESS
    parsed = parse_value(value, type, name)
    if parsed.document is None:
        raise FlawedCase(f"{name}: {'; '.join(str(problem) for problem in parsed.problems)}")
    return parsed.document


def _boundary(value: object) -> PolicyDocument | None:
    if value is None:
        return None
    return _document({"Version": "2012-10-17", "Statement": value}, "boundary", PolicyType.BOUNDARY)


def _asked(given: Mapping[str, Any]) -> Property:
    claim = Claim.DENIED if "denied" in given else Claim.ALLOWED
    usual = Breadth.EVERY if claim is Claim.DENIED else Breadth.ORDINARY
    rows = given[claim.value]
    about = tuple(calls for row in (rows if isinstance(rows, list) else [rows]) for calls in _calls(row))
    return Property(str(given["flaw"]), claim, about, Breadth(given.get("breadth", usual.value)))


def _calls(row: object) -> tuple[Calls, ...]:
    given = _mapping(row, "the calls", CALL_KEYS)
    if "capability" in given:
        return _capability(given)
    statement = {
        "Effect": "Deny",
        **({"NotAction": given["not_action"]} if "not_action" in given else {"Action": given.get("action", "*")}),
        **(
            {"NotResource": given["not_resource"]}
            if "not_resource" in given
            else {"Resource": given.get("resource", "*")}
        ),
        **({"Condition": given["condition"]} if "condition" in given else {}),
    }
    read = _document({"Version": "2012-10-17", "Statement": statement}, "the calls").statements[0]
    name = ", ".join(read.action.patterns)
    return (Calls(name, read.action, read.resource, read.conditions, given.get("type", "")),)


def _capability(given: Mapping[str, Any]) -> tuple[Calls, ...]:
    """Every path of a capability, each with the condition as well."""
    if unknown := set(given) - {"capability", "condition"}:
        raise FlawedCase(f"a capability takes a condition, not {', '.join(sorted(unknown))}")
    found = capability(str(given["capability"]))
    if found is None:
        raise FlawedCase(f"no capability {given['capability']!r}")
    rows = _calls({"action": "*", **{key: given[key] for key in ("condition",) if key in given}})[0].conditions
    paths = (calls_of(route, MEANINGS) for route in found.routes)
    return tuple(replace(path, conditions=(*path.conditions, *rows)) for path in paths if path is not None)


def _scene(given: Mapping[str, Any]) -> Scene:
    if "kinds" not in given:
        return SCENE
    return replace(SCENE, kinds=tuple(PrincipalKind(kind) for kind in given["kinds"]))


def _expected(value: object, what: str) -> Expected:
    given = _mapping(value, what, WITNESS_KEYS)
    because = given.get("because")
    context = _mapping(given.get("context", {}), f"{what}: context", None)
    return Expected(
        action=_texts(given.get("action")),
        resource=_texts(given.get("resource")),
        principal=_texts(given.get("principal")),
        context={key: _texts(patterns) for key, patterns in context.items()},
        absent=_texts(given.get("absent")),
        because=None if because is None else _expected(because, f"{what}: because"),
    )


def _texts(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(one, str) for one in values):
        raise FlawedCase(f"not text: {value!r}")
    return tuple(values)


def _mapping(value: object, what: str, keys: set[str] | None) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise FlawedCase(f"{what}: not a mapping")
    if keys is not None and (unknown := sorted(set(value) - keys)):
        raise FlawedCase(f"{what}: unknown {', '.join(map(str, unknown))}")
    return value
