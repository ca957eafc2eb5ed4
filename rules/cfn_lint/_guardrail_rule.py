"""The base of every rule: it looks at resources in each world and says what fails and what it cannot know.

This file holds no rule. What a rule cannot know is told under a second id, the rule's with `I` before it (E9105 ->
I9105): plain cfn-lint shows it with `--include-checks I`, and Guardrails reports it as an open question.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from cfnlint.rules import CloudFormationLintRule, RuleMatch

from _guardrail_nodes import Node
from _guardrail_worlds import Resource, TooMany, World, worlds
from guardrail_settings import account

Saying = tuple[bool, Node, str]
"""Whether it fails (else it is not known), where, and why."""


def fails(node: Node, message: str) -> Saying:
    """Say that what stands at a node is wrong."""
    return True, node, message


def unsure(node: Node, message: str) -> Saying:
    """Say that it cannot be told from the template whether what stands at a node is wrong."""
    return False, node, message


class TemplateRule(CloudFormationLintRule):  # type: ignore[misc]
    """A rule of blueprints. A subclass sets `RULE` (the literal of its file) and `types`, and writes `look`.

    cfn-lint makes an object of this class too and leaves it, since it has no id.
    """

    RULE: ClassVar[dict[str, Any]] = {}
    types: tuple[str, ...] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.id = cls.RULE.get("id", "")
        cls.shortdesc = cls.description = cls.RULE.get("title", "")
        cls.tags = ["guardrails", cls.RULE.get("pillar", "")]

    def __init__(self) -> None:
        super().__init__()
        self.looked: list[str] = []

    def look(self, resource: Resource, world: World) -> Iterator[Saying]:
        """Yield what fails and what is not known of one resource in one world; nothing: it passes."""
        raise NotImplementedError

    def concerns(self, resource: Resource) -> bool:
        """Whether the rule looks at a resource."""
        return resource.type in self.types

    def match(self, cfn: Any) -> list[RuleMatch]:
        """Return the matches of a template: for each resource its failures, or else what is open."""
        self.looked = []
        macros = [one for one in cfn.transform_pre["Transform"] if one != "AWS::LanguageExtensions"]
        if macros:
            where = Node(None, ("Transform",))
            return [self._match(unsure(where, "not read: macros change the template when the stack is made"))]
        try:
            every = worlds(cfn)
        except TooMany as many:
            return [self._match(unsure(Node(None, ("Conditions",)), f"not read: {many}"))]
        failed: dict[str, list[Saying]] = {}
        open: dict[str, list[Saying]] = {}
        for world in every:
            for resource in filter(self.concerns, world.resources):
                if resource.name not in self.looked:
                    self.looked.append(resource.name)
                for saying in self.look(resource, world):
                    at = str(saying[1].path[1]) if len(saying[1].path) > 1 else resource.name
                    (failed if saying[0] else open).setdefault(at, []).append(saying)
        some = [one for each in failed.values() for one in each]
        some += [one for name, each in open.items() if name not in failed for one in each]
        if "Fn::Transform" in (cfn.template.get("Resources") or {}):
            where = Node(None, ("Resources", "Fn::Transform"))
            some.append(unsure(where, "not read: resources are included when the stack is made"))
        matches: list[RuleMatch] = []
        for saying in some:
            found = self._match(saying)
            if found not in matches:
                matches.append(found)
        return matches

    def _match(self, saying: Saying) -> RuleMatch:
        failed, node, message = saying
        path = list(node.path)
        return RuleMatch(path, message) if failed else RuleMatch(path, message, rule=self.question)

    @property
    def question(self) -> CloudFormationLintRule:
        """The rule under whose id an open question is told."""
        found = CloudFormationLintRule()
        found.id, found.shortdesc = f"I{self.id[1:]}", f"{self.shortdesc}: not known"
        found.description = "What the rule needs is known only when the stack is made"
        return found


def open_question(rule: type[TemplateRule]) -> type[CloudFormationLintRule]:
    """Return the class that stands for the second id of a rule; its file holds it, so that cfn-lint knows the id."""
    members = {
        "id": f"I{rule.id[1:]}",
        "shortdesc": f"{rule.shortdesc}: not known",
        "description": f"What {rule.id} needs is known only when the stack is made",
        "tags": rule.tags,
        "guardrails_question": rule.id,
    }
    return type(f"{rule.__name__}Open", (CloudFormationLintRule,), members)


def environments(*resources: Resource) -> list[str]:
    """Return the environments (`prod`) that resources may be for: what the first tag says that is known, else the
    account's; none where nobody says.

    Tags go first: a blueprint is for several accounts, and in each world its tags say for which of them.
    """
    from _guardrail_tags import environment_tags  # the schemas of types are read for it

    own = account()
    found = (environment_tags(one) for one in resources)
    return next((one for one in found if one), [own["env"]] if own else [])
