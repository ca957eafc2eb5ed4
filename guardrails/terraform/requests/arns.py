"""ARNs of the resources that requests are authorized on, from the formats of the service reference.

Source of the formats: https://docs.aws.amazon.com/service-authorization/latest/reference/ (see the catalog's manifest)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from guardrails.model.plan.values import COMPUTED, UNKNOWN, UNSET, Mark
from guardrails.terraform.requests.names import entity, generated_name, prefixed_name, referred_name
from guardrails.terraform.requests.paths import Source, source_of, text_of
from guardrails.terraform.requests.scene import Item, Scene

_VARIABLE: Final = re.compile(r"\$\{(\w+)\}")
_PLACE: Final = {"Partition", "Region", "Account"}
_OWN_IDS: Final = {"id", "arn", "@arn"}

_STARTS: Final = ("alias/", "p-", "o-", "ou-", "r-", "/")

SUFFIXED: Final = {"SecretId": "-*"}
"""Variables to which AWS adds what nobody can know: six random characters after the name of a secret.

Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html (2026-11)
"""


@dataclass(frozen=True, slots=True, eq=False)
class ArnForm:
    """An ARN format cut at its variables: literal texts, each with the variable after it (the last one without).

    `variables` are those other than partition, Region and account.
    """

    parts: tuple[tuple[str, str], ...]
    variables: tuple[str, ...]
    service: str
    pattern: re.Pattern[str]


@lru_cache(maxsize=1024)
def arn_form(text: str) -> ArnForm:
    """Return an ARN format, such as `arn:${Partition}:s3:::${BucketName}`, cut into its parts."""
    cut = _VARIABLE.split(text)
    parts = tuple((cut[at], cut[at + 1] if at + 1 < len(cut) else "") for at in range(0, len(cut), 2))
    texts = (re.escape(literal) + (("[^:]*" if name in _PLACE else ".+") if name else "") for literal, name in parts)
    variables = tuple(name for _, name in parts if name and name not in _PLACE)
    return ArnForm(parts, variables, (text.split(":") + [""] * 3)[2], re.compile("".join(texts), re.DOTALL))


Placed = tuple[tuple[tuple[str, str], ...], str]
"""The parts of a format with partition, Region and account filled in, and which of them is not known (or empty)."""


def _placed(form: ArnForm, scene: Scene) -> Placed:
    """Return a format at the place of a scene; kept, for most changes of a plan land in one place."""
    key = (form, scene.region, scene.account)
    found = scene.around.placed.get(key)
    if found is None:
        scene.around.placed[key] = found = _at(form, scene)
    return found


def _at(form: ArnForm, scene: Scene) -> Placed:
    known = {"Partition": scene.partition, "Region": scene.region, "Account": scene.account}
    parts: list[tuple[str, str]] = []
    text = unknown = ""
    for literal, name in form.parts:
        text += literal
        if name in known:
            place = known[name]
            text += place if isinstance(place, str) and place else "*"
            unknown = unknown or ("" if isinstance(place, str) else f"provider {name.lower()}")
        else:
            parts.append((text, name))
            text = ""
    return tuple(parts), unknown


@dataclass(frozen=True, slots=True)
class Arn:
    """An ARN with `*` for what is not known; `cause` is the attribute and mark behind that.

    `owner` is the account that the ARN names, where it names one. `own` says that this is the object of the change
    itself, whose tags the plan shows.
    """

    text: str
    cause: tuple[str, Mark] | None = None
    owner: str = ""
    own: bool = False


ANY: Final = Arn("*")


@dataclass(frozen=True, slots=True, eq=False)
class ArnSource:
    """How a row says the ARN of one resource type: the format, and the path of each variable."""

    form: ArnForm
    variables: Mapping[str, Source]
    own_id: bool

    def find(self, scene: Scene, item: Item | None) -> Arn:
        """Return the ARN in a scene."""
        texts: dict[str, str] = {}
        cause: tuple[str, Mark] | None = None
        named: Scene = scene
        for name in self.form.variables:
            text, because, where = self._variable(name, scene, item)
            if text.startswith("arn:"):
                whole = self._whole(text, len(self.variables))
                if isinstance(whole, Arn):
                    return self._of_change(scene, whole)
                text, because = whole, because or ((name, UNKNOWN) if whole == "*" else None)
            texts[name] = text
            cause = cause or because
            named = where if where is not scene else named
        return self._of_change(scene, self._filled(named, texts, cause))

    def _variable(self, name: str, scene: Scene, item: Item | None) -> tuple[str, tuple[str, Mark] | None, Scene]:
        source = self.variables.get(name)
        if source is None:
            return "*", ("arn", COMPUTED), scene
        value, attribute = source(scene, item)
        if value is UNSET:
            text = generated_name(scene, attribute)
            return text, (attribute, COMPUTED), scene
        if value is UNKNOWN:
            found = referred_name(scene, attribute, name)
            if found is None:
                return prefixed_name(scene, attribute) or "*", (attribute, UNKNOWN), scene
            text = found[0] + SUFFIXED.get(name, "")
            place = Scene(scene.around, found[1], scene.step)
            return text, (attribute, UNKNOWN) if "*" in text else None, place
        if isinstance(value, (Mark, Mapping, list, tuple)):
            return "*", (attribute, value if isinstance(value, Mark) else UNKNOWN), scene
        text = _tidied(text_of(value), self.form.service)
        if text == "*":
            return text, (attribute or "arn", COMPUTED), scene
        if text.startswith("arn:"):
            return text, None, scene
        if name in SUFFIXED:
            return text + SUFFIXED[name], ("arn", COMPUTED), scene
        text = entity(scene, text, attribute, name)
        return text, (attribute, COMPUTED) if "*" in text else None, scene

    def _whole(self, text: str, given: int) -> Arn | str:
        """Return an ARN that stands for all of this one, or the id at its end where it is that of something around it.

        A KMS alias says nothing of its key.
        """
        if self.form.pattern.fullmatch(text):
            return Arn(text, owner=_owner(text))
        if text.split(":")[2:3] != [self.form.service] or ":alias/" in text:
            return "*"
        return Arn(text, owner=_owner(text)) if given == 1 else re.split("[:/]", text)[-1]

    def _filled(self, scene: Scene, texts: Mapping[str, str], cause: tuple[str, Mark] | None) -> Arn:
        parts, unknown = _placed(self.form, scene)
        text = "".join(f"{literal}{_joint(literal, texts[name])}" if name else literal for literal, name in parts)
        return Arn(text, (unknown, UNKNOWN) if unknown and cause is None else cause)

    def _of_change(self, scene: Scene, filled: Arn) -> Arn:
        """Return the ARN in the state before, where it is one that the row's ARN may be; else the row's."""
        known = scene.change.before.get("arn")
        if scene.new:
            return filled
        named = known if isinstance(known, str) and self.form.pattern.fullmatch(known) else ""
        if named and (self.own_id or _may_be(filled.text, named)):
            return Arn(named, owner=_owner(named), own=True)
        return Arn(filled.text, filled.cause, filled.owner, self.own_id)


def arn_source(text: str, variables: Mapping[str, str], own: bool = False) -> ArnSource:
    """Return how the ARN of a resource type is made from a format and the paths of its variables.

    `own` says that these variables are those of the object of the change itself; its own id says so too.
    """
    own = own or (bool(variables) and set(variables.values()) <= _OWN_IDS)
    return ArnSource(arn_form(text), {name: source_of(path) for name, path in variables.items()}, own)


def plain_arn(form: ArnForm, scene: Scene, identifier: str) -> str | None:
    """Return the ARN of the one thing with this id or name at the scene's place; None where the format needs more."""
    if len(form.variables) != 1:
        return None
    if not (isinstance(scene.region, str) and isinstance(scene.account, str)):
        return None
    source = ArnSource(form, {form.variables[0]: lambda scene, item: (identifier, "")}, own_id=False)
    return source.find(scene, None).text


def _owner(arn: str) -> str:
    """Return the account that an ARN names; empty for none, and for things of AWS itself."""
    parts = arn.split(":", 5)
    return parts[4] if len(parts) > 4 and parts[4].isdigit() and len(parts[4]) == 12 else ""


def _joint(literal: str, text: str) -> str:
    """Return a value without the start that the format already has: `alias/`, `p-`, the leading slash of a path."""
    if text == "*":
        return text
    for start in _STARTS:
        if text.startswith(start) and literal.endswith(start):
            return text[len(start) :]
    return text


def _tidied(text: str, service: str) -> str:
    """Return an address as an id: the queue's name of a queue URL, an identity provider without its scheme."""
    if text.startswith("https://"):
        return text.rstrip("/").rpartition("/")[2] if service == "sqs" else text.removeprefix("https://")
    return text


def _may_be(pattern: str, arn: str) -> bool:
    """Whether an ARN is one of those that a text with `*` stands for."""
    if "*" not in pattern:
        return pattern == arn
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), arn, re.DOTALL) is not None
