"""The values of the launch template that a resource starts instances from, where the template stands in the plan.

Source: https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/launch_template (2026-11)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from guardrails.model.plan.change import Change
from guardrails.model.plan.values import COMPUTED, UNKNOWN, UNSET, Mark, Path, read
from guardrails.terraform.requests.scene import Scene

PLACES: Final = (
    ("launch_template[0]", "id", "name"),
    (
        "mixed_instances_policy[0].launch_template[0].launch_template_specification[0]",
        "launch_template_id",
        "launch_template_name",
    ),
    ("launch_template_config[0].launch_template_specification[0]", "launch_template_id", "launch_template_name"),
    ("launch_template_config[0].launch_template_specification[0]", "id", "name"),
    ("compute_resources[0].launch_template[0]", "launch_template_id", "launch_template_name"),
)
"""Blocks that name a template: of instances, groups and node groups; of mixed groups; of fleets; of Batch."""

TEMPLATE: Final = "aws_launch_template"


def template_value(scene: Scene, path: Path, gather: Callable[[object, Path], object]) -> tuple[object, str]:
    """Return a value of the template and the attribute behind it; UNKNOWN for a template outside the plan.

    UNSET where the resource names no template at all.
    """
    for block, by_id, by_name in PLACES:
        named = read(scene.values, block)
        if named is UNSET or named is COMPUTED:
            continue
        if not isinstance(named, Mapping):
            return UNKNOWN, block
        attributes = tuple(one for one in (by_id, by_name) if _given(named.get(one)))
        if not attributes:
            continue
        template = _template(scene, block, attributes, named)
        if template is None:
            return UNKNOWN, f"{block}.{attributes[0]}"
        version = named.get("version")
        if version is UNKNOWN:
            leads = scene.around.references.targets(scene.change, f"{block}.version", (TEMPLATE,))
            newest = template.verb.creates or template in leads.changes
        else:
            newest = _newest(template, version)
        if not newest:
            return UNKNOWN, f"{block}.version"
        return gather(template.settled, path), f"{template.address}.{path[0]}"
    return UNSET, ""


def may_tag(scene: Scene, gather: Callable[[object, Path], object]) -> bool:
    """Whether the template adds tags to what is launched from it, or nobody can tell."""
    return template_value(scene, ("tag_specifications",), gather)[0] is not UNSET


def _given(value: object) -> bool:
    return value is UNKNOWN or (isinstance(value, str) and bool(value))


def _template(scene: Scene, block: str, attributes: tuple[str, ...], named: Mapping[str, object]) -> Change | None:
    """Return the one template of the plan that the block refers to, or that has the id or name it gives."""
    for attribute in attributes:
        targets = scene.around.references.targets(scene.change, f"{block}.{attribute}", (TEMPLATE,))
        if targets.certain and len(targets.changes) == 1:
            return targets.changes[0]
    for one in scene.around.plan.of(TEMPLATE):
        given = {named.get(attribute) for attribute in attributes if isinstance(named.get(attribute), str)}
        if given & {_text(one.before.get("id")), _text(one.settled.get("name"))}:
            return one
    return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _newest(template: Change, version: object) -> bool:
    """Whether the version that is named is the one that the plan shows: the newest, or the only one."""
    if template.verb.creates or isinstance(version, Mark) or version in (None, "", "$Latest"):
        return True
    if version == "$Default":
        return template.settled.get("default_version") == template.settled.get("latest_version")
    return str(version) == str(template.settled.get("latest_version"))


def version_is_number(scene: Scene, path: Path) -> bool:
    """Whether an unknown version comes from `latest_version` or `default_version` of a template: both are numbers."""
    config = scene.around.plan.configured(scene.change)
    expression = config.expressions.get(str(path[0])) if config else None
    for step in path[1:]:
        if expression is None:
            return False
        if isinstance(step, str):
            expression = expression.blocks[0].get(step) if len(expression.blocks) == 1 else None
    names = expression.references if expression else ()
    alone = bool(names) and all(names[0].startswith(each) for each in names)
    return alone and names[0].startswith(f"{TEMPLATE}.") and names[0].endswith(_NUMBERS)


_NUMBERS: Final = (".latest_version", ".default_version")
