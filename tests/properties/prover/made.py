"""Policy sets, questions and requests for laws of the prover, from a seeded die; requests stand near the constants.

`Palette` is the vocabulary: few enough words that statements meet, real ones so that the catalog knows them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from guardrails.model.policy.document import (
    EVERYTHING,
    FULL_AWS_ACCESS,
    Condition,
    Effect,
    Element,
    PolicyDocument,
    PolicySet,
    SetOperator,
    Statement,
)
from guardrails.model.proof import Breadth, Calls, Claim, Property, Scene

ACCOUNT = "111122223333"
SCENE = Scene(
    "Dev",
    ACCOUNT,
    "o-abcdefghij",
    f"o-abcdefghij/r-abcd/ou-abcd-workload/{ACCOUNT}/",
    regions=("us-east-1", "us-west-2"),
    callers=(f"arn:aws:iam::{ACCOUNT}:role/app",),
    accounts=(ACCOUNT, "444455556666"),
    management_id="999988887777",
)


@dataclass(frozen=True, slots=True)
class Key:
    """A context key of the vocabulary: the operators that suit it and the values that policies write."""

    name: str
    values: tuple[str, ...]
    operators: tuple[str, ...]
    multivalued: bool = False


TEXTS = ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase")
ALL_TEXTS = (*TEXTS, "StringNotEqualsIgnoreCase")
ARNS = ("ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike", "StringLike", "StringNotLike")
ORDERS = ("Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals")
NUMBERS = tuple(f"Numeric{order}" for order in ORDERS)
DATES = tuple(f"Date{order}" for order in ORDERS)
ADDRESSES = ("IpAddress", "NotIpAddress")


@dataclass(frozen=True, slots=True)
class Palette:
    """A vocabulary: actions with the resources that they are asked on and the types of these, patterns, and keys."""

    actions: Mapping[str, str]
    types: Mapping[str, str]
    action_patterns: tuple[str, ...]
    resource_patterns: tuple[str, ...]
    keys: tuple[Key, ...]

    def key(self, name: str) -> Key | None:
        """Return a key of the vocabulary by its name."""
        return next((key for key in self.keys if key.name.lower() == name.lower()), None)


PRINCIPAL = Key(
    "aws:PrincipalArn",
    (
        f"arn:aws:iam::{ACCOUNT}:role/app",
        "arn:aws:iam::*:role/admin*",
        "arn:aws:iam::*:role/guardrails/*",
        "arn:aws:iam::*:user/*",
        "arn:aws:iam::*:root",
        f"arn:aws:iam::{ACCOUNT}:role/*-apply",
    ),
    ARNS,
)
REGION = Key("aws:RequestedRegion", ("us-east-1", "us-west-2", "eu-*", "us-*", "eu-west-?"), TEXTS)
TEAM = Key("aws:PrincipalTag/team", ("a", "A", "ab", "a*", "*b", "?", "", "a*b"), ALL_TEXTS)
TAGS = Key("aws:TagKeys", ("env", "team", "e*", "*", "Env", "cost"), TEXTS, multivalued=True)
REQUEST_TAG = Key("aws:RequestTag/env", ("prod", "dev", "p*", "*d*", "PROD"), ALL_TEXTS)
TLS = Key("s3:TlsVersion", ("1.2", "1.3", "1", "1.20"), NUMBERS)
ADDRESS = Key("aws:SourceIp", ("203.0.113.0/24", "203.0.113.9", "203.0.112.0/23", "2001:db8::/32"), ADDRESSES)
ISSUED = Key("aws:TokenIssueTime", ("2026-01-01T00:00:00Z", "2026-01-01", "1767225600", "2027-06"), DATES)
MFA = Key("aws:MultiFactorAuthPresent", ("true", "false"), ("Bool",))
AGE = Key("aws:MultiFactorAuthAge", ("3600", "0", "7200.5"), NUMBERS)
HEADER = Key("s3:x-amz-server-side-encryption", ("aws:kms", "AES256", "aws:*"), TEXTS)
PATHS = Key(
    "aws:PrincipalOrgPaths",
    ("o-abcdefghij/*", "o-abcdefghij/r-abcd/ou-abcd-workload/*", "o-other/*"),
    ("StringEquals", "StringLike", "StringNotLike"),
    multivalued=True,
)
BLOB = Key("test:Blob", ("YQ==", "YWI=", "YWJj", "no"), ("BinaryEquals",))

OBJECTS = Palette(
    {"s3:GetObject": "arn:aws:s3:::{}/{}", "s3:PutObject": "arn:aws:s3:::{}/{}", "s3:ListBucket": "arn:aws:s3:::{}"},
    {"s3:GetObject": "object", "s3:PutObject": "object", "s3:ListBucket": "bucket"},
    ("*", "s3:*", "s3:?etObject", "s3:*Object", "S3:PutObject", "s3:ListBucket", "iam:*"),
    (
        "*",
        "arn:aws:s3:::*",
        "arn:aws:s3:::state/*",
        "arn:aws:s3:::state*",
        "arn:aws:s3:::*-logs/*",
        "arn:aws:s3:::?/k",
        "arn:aws:s3:::*state*/a?c*",
    ),
    (PRINCIPAL, REGION, TEAM, HEADER, TLS, ADDRESS, ISSUED, MFA, AGE),
)
USERS = Palette(
    {
        "iam:CreateUser": f"arn:aws:iam::{ACCOUNT}:user/{{}}",
        "iam:CreateRole": f"arn:aws:iam::{ACCOUNT}:role/{{}}",
        "iam:ListUsers": "*",
    },
    {"iam:CreateUser": "user", "iam:CreateRole": "role", "iam:ListUsers": ""},
    ("*", "iam:*", "iam:Create*", "iam:*User*", "iam:CreateRole", "s3:*"),
    ("*", "arn:aws:iam::*:user/*", "arn:aws:iam::*:role/guardrails/*", "arn:aws:iam::*:*/admin*"),
    (PRINCIPAL, REGION, TEAM, TAGS, REQUEST_TAG, PATHS, ISSUED, MFA),
)
PALETTES = (OBJECTS, USERS)


@dataclass(frozen=True, slots=True)
class Dice:
    """A die and a vocabulary: everything that is made of them is the same for the same seed."""

    die: random.Random
    palette: Palette
    variables: bool = False

    def policies(self, most: int = 4) -> PolicySet:
        """Return SCPs of one to three levels; now and then a level has conditional Allows in place of FullAWSAccess."""
        levels = tuple(self.level(most) for _ in range(self.die.randint(1, 3)))
        boundary = self.document(2, allow=True) if self.die.random() < 0.1 else None
        return PolicySet(scps=levels, boundary=boundary)

    def level(self, most: int) -> tuple[PolicyDocument, ...]:
        """Return the documents of one level."""
        if self.die.random() < 0.3:
            return (self.document(most, allow=True),)
        denies = [self.document(most) for _ in range(self.die.randint(0, 2))]
        return (FULL_AWS_ACCESS, *denies)

    def document(self, most: int, *, allow: bool = False) -> PolicyDocument:
        """Return one document; with `allow` its first statement is a broad Allow."""
        rows = [self.statement(Effect.DENY) for _ in range(self.die.randint(0 if allow else 1, most))]
        if allow:
            rows.insert(0, replace(self.statement(Effect.ALLOW), action=self.die.choice((EVERYTHING, self.action()))))
        if allow and self.die.random() < 0.5:
            rows.append(self.statement(Effect.ALLOW))
        return PolicyDocument(tuple(rows), name=f"made-{self.die.randint(0, 999)}")

    def statement(self, effect: Effect) -> Statement:
        """Return one statement of none to three conditions."""
        conditions = tuple(self.condition() for _ in range(self.die.choice((0, 1, 1, 2, 2, 3))))
        return Statement(effect, self.action(), self.resource(), conditions, sid=f"S{self.die.randint(0, 99999)}")

    def action(self) -> Element:
        """Return an `Action`, or now and then a `NotAction`."""
        return Element(self.some(self.palette.action_patterns, 2), self.die.random() < 0.2)

    def resource(self) -> Element:
        """Return a `Resource`, often everything, or now and then a `NotResource`."""
        if self.die.random() < 0.4:
            return EVERYTHING
        patterns = self.some(self.palette.resource_patterns, 2)
        if self.variables and self.die.random() < 0.3:
            patterns = (*patterns, "arn:aws:s3:::state/${aws:PrincipalTag/team}*")
        return Element(patterns, self.die.random() < 0.2)

    def condition(self) -> Condition:
        """Return one row, of any operator that suits its key; `Null` now and then."""
        key = self.die.choice(self.palette.keys)
        if self.die.random() < 0.15:
            return Condition("Null", key.name, (self.die.choice(("true", "false")),))
        operator = self.die.choice(key.operators)
        ways = tuple(SetOperator)
        way = self.die.choice(ways[1:]) if key.multivalued else SetOperator.NONE
        if not key.multivalued and self.die.random() < 0.05:
            way = self.die.choice(ways)
        values = self.some(key.values, 3)
        if self.variables and operator.startswith("String") and self.die.random() < 0.3:
            values = (*values, self.die.choice(("${aws:PrincipalTag/team}", "x${aws:PrincipalTag/team, 'b'}*")))
        return Condition(operator, key.name, values, way, self.die.random() < 0.15)

    def some(self, words: Sequence[str], most: int) -> tuple[str, ...]:
        """Return one to `most` different words."""
        return tuple(self.die.sample(list(words), self.die.randint(1, min(most, len(words)))))

    def calls(self) -> Calls:
        """Return a set of calls to ask of: one action, on its own resource type, under none to two conditions."""
        action = self.die.choice(tuple(self.palette.actions))
        conditions = tuple(self.condition() for _ in range(self.die.choice((0, 0, 1, 1, 2))))
        plain = tuple(row for row in conditions if not any("${" in value for value in row.values))
        resource = self.die.choice((EVERYTHING, self.resource_asked()))
        return Calls(action, Element((action,)), resource, plain, self.palette.types[action])

    def resource_asked(self) -> Element:
        """Return a resource element to ask of."""
        return Element(self.some(self.palette.resource_patterns, 2))

    def question(self) -> Property:
        """Return a property, most often that calls are denied."""
        claim = Claim.DENIED if self.die.random() < 0.8 else Claim.ALLOWED
        return Property("made", claim, (self.calls(),), Breadth.EVERY)
