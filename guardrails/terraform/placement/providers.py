"""What a provider block says of Region, role and account: constants, and variables as far as plan JSON keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guardrails.model.plan.configuration import Expression, ModuleConfig, ProviderConfig
from guardrails.model.plan.plan import Plan
from guardrails.model.plan.values import SENSITIVE, UNSET, Path, known, path_of, read
from guardrails.terraform.placement.arns import ACCOUNT, REGION, ROLE

_DEEPEST = 16


@dataclass(frozen=True, slots=True)
class Said:
    """A value, where it stands, and whether it is only probable."""

    value: str
    evidence: str
    likely: bool = False


class Arguments:
    """The arguments of one provider block, in the module where it stands."""

    def __init__(self, plan: Plan, provider: ProviderConfig) -> None:
        self._plan = plan
        self.provider = provider
        names = tuple(path_of(provider.module)[1::2]) if provider.module else ()
        self._module = tuple(str(name) for name in names)

    def given(self, name: str) -> bool:
        """Whether the block sets this argument to anything but null."""
        expression = self.provider.expressions.get(name)
        return expression is not None and (expression.constant is not None or bool(expression.references))

    def region(self) -> Said | None:
        """Return the Region that the block names.

        A variable is only likely: `var.r` and `"${var.r}-x"` are the same in plan JSON.
        """
        expression = self.provider.expressions.get("region")
        found = {said.value: said for said in self._values(expression, "region") if REGION.fullmatch(said.value)}
        return next(iter(found.values())) if len(found) == 1 else None

    def role(self) -> Said | None:
        """Return the ARN of the role that the block assumes; a whole ARN in a variable is what is assumed."""
        for name in ("assume_role", "assume_role_with_web_identity"):
            block = self.provider.expressions.get(name)
            # Where roles are assumed one after the other, the last one makes the calls.
            for inner in reversed(block.blocks if block else ()):
                for said in self._values(inner.get("role_arn"), f"{name}.role_arn"):
                    if ROLE.fullmatch(said.value):
                        return Said(said.value, said.evidence)
        return None

    def assumes(self) -> bool:
        """Whether the block assumes a role, known or not."""
        return any(name in self.provider.expressions for name in ("assume_role", "assume_role_with_web_identity"))

    def account_of_role(self) -> Said | None:
        """Return the one account id among the variables that the ARN of the role is made of: likely its account."""
        found = {}
        for name in ("assume_role", "assume_role_with_web_identity"):
            block = self.provider.expressions.get(name)
            for inner in block.blocks if block else ():
                for said in self._values(inner.get("role_arn"), f"{name}.role_arn"):
                    if ACCOUNT.fullmatch(said.value):
                        found[said.value] = Said(said.value, said.evidence, True)
        return next(iter(found.values())) if len(found) == 1 else None

    def allowed_account(self) -> Said | None:
        """Return the only account that the provider may work in; it refuses every other."""
        said = list(self._values(self.provider.expressions.get("allowed_account_ids"), "allowed_account_ids"))
        return said[0] if len(said) == 1 and ACCOUNT.fullmatch(said[0].value) else None

    def profile(self) -> str:
        """Return the profile of credentials that the block names, or an empty text."""
        return next((one.value for one in self._values(self.provider.expressions.get("profile"), "profile")), "")

    def _values(self, expression: Expression | None, name: str) -> Iterator[Said]:
        """Yield the texts that an argument is, or is made of."""
        where = f"{name} of provider {self.provider.key}"
        if expression is None:
            return
        for text in _texts(expression.constant):
            yield Said(text, where)
        for reference in _longest(expression.references):
            value, by = self._value(reference, self._module, 0)
            for text in _texts(value):
                yield Said(text, f"{where}, from {by}", True)

    def _value(self, reference: str, module: tuple[str, ...], depth: int) -> tuple[object, str]:
        """The value of a variable, through the calls of modules, and the variable of the root that has it."""
        kind, *rest = path_of(reference.replace('"', ""))
        if kind != "var" or not rest or depth > _DEEPEST:
            return UNSET, reference
        name, path = str(rest[0]), tuple(rest[1:])
        if not module:
            return self._of_root(name, path), reference
        above = self._at(module[:-1])
        call = above.calls.get(module[-1]) if above else None
        given = call.arguments.get(name) if call else None
        if call is not None and given is None:
            return read(call.module.variables.get(name, UNSET), path), reference
        if given is None or len(_longest(given.references)) > 1:
            return UNSET, reference
        if given.references:
            inner = _longest(given.references)[0] + "".join(f".{step}" for step in path)
            return self._value(inner, module[:-1], depth + 1)
        return read(given.constant, path), reference

    def _of_root(self, name: str, path: Path) -> object:
        value = self._plan.variables.get(name, UNSET)
        if value is UNSET and self._plan.root is not None:
            value = self._plan.root.variables.get(name, UNSET)
        return value if value is SENSITIVE else read(value, path)

    def _at(self, module: tuple[str, ...]) -> ModuleConfig | None:
        return self._plan.root.at(module) if self._plan.root else None


def _texts(value: object) -> list[str]:
    if not known(value):
        return []
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, (list, tuple)) else []


def _longest(references: tuple[str, ...]) -> list[str]:
    """The references without those that only repeat the beginning of the one before."""
    found: list[str] = []
    last = ""
    for one in references:
        if not (last.startswith(one) and last[len(one) : len(one) + 1] in (".", "[")):
            found.append(one)
        last = one
    return found
