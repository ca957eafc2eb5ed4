"""Conditions of mapping rows: `if`, `unless` and `changed`. An answer is yes, no, or None where the plan cannot say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from guardrails.model.plan.values import COMPUTED, SENSITIVE, UNKNOWN, UNSET, Mark, read
from guardrails.terraform.requests.paths import source_of, text_of
from guardrails.terraform.requests.scene import Item, Scene

Answer = bool | None
Condition = Callable[[Scene, Item | None], Answer]


def condition_of(wanted: str, unwanted: str) -> Condition | None:
    """Return the function that answers an `if` and an `unless` together, or None where there is neither."""
    if not wanted and not unwanted:
        return None
    yes = _any_of(wanted) if wanted else None
    no = _any_of(unwanted) if unwanted else None

    def both(scene: Scene, item: Item | None) -> Answer:
        first = yes(scene, item) if yes else True
        if first is False or no is None:
            return first
        second = no(scene, item)
        if second is None:
            return None
        return False if second else first

    return both


@lru_cache(maxsize=1024)
def _any_of(text: str) -> Condition:
    tests = tuple(_test(part) for part in text.split("|"))
    if len(tests) == 1:
        return tests[0]

    def any_of(scene: Scene, item: Item | None) -> Answer:
        answers = [test(scene, item) for test in tests]
        return True if True in answers else None if None in answers else False

    return any_of


def _test(text: str) -> Condition:
    path, equals, several = text.partition("==")
    wanted = several.split(",")
    read = source_of(path)

    def equal(scene: Scene, item: Item | None) -> Answer:
        value, _ = read(scene, item)
        return None if value is UNKNOWN or value is SENSITIVE else text_of(value) in wanted

    def is_set(scene: Scene, item: Item | None) -> Answer:
        value, where = read(scene, item)
        if value is UNKNOWN:
            return True if where and _refers(scene, where) else None
        return None if value is SENSITIVE else _sets(value)

    return equal if equals else is_set


def _sets(value: object) -> bool:
    """Whether the provider takes a known value as set: false and 0 are what it takes for "nothing" (`GetOk`).

    Source: https://developer.hashicorp.com/terraform/plugin/sdkv2/schemas/schema-behaviors (2026-11)
    """
    return value is not UNSET and value is not False and value != 0


def _refers(scene: Scene, attribute: str) -> bool:
    """Whether an unknown attribute certainly gets the value of an object of the plan, and so is set."""
    targets = scene.around.references.targets(scene.change, attribute)
    return targets.certain and bool(targets.changes)


def differs(scene: Scene, attributes: Iterable[str]) -> Answer:
    """Return whether an update changes one of these attributes; None where it depends on what nobody knows yet."""
    answer: Answer = False
    for attribute in attributes:
        if attribute in scene.change.differing:
            return True
        one = _differ(read(scene.change.before, attribute), read(scene.change.after, attribute))
        if one:
            return True
        answer = None if one is None else answer
    return answer


def _differ(old: object, new: object) -> Answer:
    """Compare two values; null, false and empty are the same to the provider; what is not known may be the same.

    Of masked values the reader has said before whether they differ.
    """
    if old is SENSITIVE and new is SENSITIVE:
        return False
    if isinstance(old, Mark) and old is not UNSET:
        return None
    if isinstance(new, Mark) and new is not UNSET:
        return None
    old, new = (None if one is UNSET or not one else one for one in (old, new))
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return _worst(_differ(old.get(name), new.get(name)) for name in {**old, **new})
    if isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)) and len(old) == len(new):
        return _worst(_differ(one, other) for one, other in zip(old, new, strict=True))
    return old != new


def _worst(answers: Iterable[Answer]) -> Answer:
    found = list(answers)
    return True if True in found else None if None in found else False


def only_tags(scene: Scene) -> bool:
    """Whether an update changes tags and nothing else: most calls besides the tagging one are then not made."""
    before, after = scene.change.before, scene.change.after
    if _differ(before.get("tags_all"), after.get("tags_all")) is False:
        return False
    names = (before.keys() | after.keys()) - _TAGS
    if scene.change.differing - _TAGS:
        return False
    return all(after.get(name) is COMPUTED or _differ(before.get(name), after.get(name)) is False for name in names)


def differs_besides(scene: Scene) -> Answer:
    """Return whether an update changes more than tags and what only the provider reads; None where nobody knows yet."""
    before, after = scene.change.before, scene.change.after
    if set(scene.change.differing) - OWN:
        return True
    names = (before.keys() | after.keys()) - OWN
    return _worst(_differ(before.get(one), after.get(one)) for one in names if after.get(one) is not COMPUTED)


_TAGS = {"tags", "tags_all", "tag", "timeouts"}

OWN = _TAGS | {
    *("force_destroy", "force_delete", "force_detach_policies", "skip_destroy", "skip_final_snapshot"),
    *("final_snapshot", "final_snapshot_identifier", "delete_automated_backups", "deletion_window_in_days"),
    *("recovery_window_in_days", "close_on_deletion", "retain_on_delete", "apply_immediately"),
}
"""Attributes whose change alone leads to no call but those that tag: the provider reads the others when it deletes."""
