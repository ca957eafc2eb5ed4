"""Who makes a predicted request, and in which account of the organization that caller stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guardrails.commands.principals import DEFAULT, NO_ID, account_in, principal_of
from guardrails.model.organization.levels import find_account
from guardrails.model.plan.values import Mark
from guardrails.model.prediction import Caller as By
from guardrails.model.principals import read_principal
from guardrails.model.request import Principal, PrincipalKind

if TYPE_CHECKING:
    from guardrails.model.organization.tree import Account, Organization
    from guardrails.model.prediction import Prediction

PIPELINE = "pipeline_apply"
"""The entry of the organization file's `principals` that applies plans."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A caller and its account, None outside of the organization. `principal.arn` is empty where nothing names it."""

    principal: Principal
    account: Account | None


@dataclass(frozen=True, slots=True)
class Callers:
    """Finds callers. `text` is who applies, as `--as` writes it (empty: the organization's pipeline, else a role).

    `account` is where the plan is applied: the place of requests of which nobody knows the account.
    """

    organization: Organization
    account: Account
    text: str = ""
    _known: dict[tuple[str | Mark, str | Mark], Caller] = field(default_factory=dict, compare=False)

    def of(self, prediction: Prediction) -> Caller:
        """Return who makes a request, a service-linked role aside; raises ValueError for a text that names nobody."""
        service = prediction.caller is By.SERVICE
        # Only its own service becomes a service-linked role: a provider block that names one frees nobody of SCPs.
        unsaid = prediction.principal == "" if service else _is_linked(prediction.principal)
        key = (Mark.UNKNOWN if unsaid else prediction.principal, prediction.account)
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, stated: str | Mark, id: str | Mark) -> Caller:
        if isinstance(stated, Mark):
            return self._unnamed(id)
        if stated:
            return self._named(stated, id)
        text = self.text or (PIPELINE if PIPELINE in self.organization.principals else DEFAULT)
        own = account_in(text, self.organization)
        if own and isinstance(id, str) and id and id != own:
            return self._unnamed(id)  # a role of another account than the one that calls is not who calls
        place = self._place(own or id)
        return Caller(principal_of(text, place, self.organization), place) if place else self._unnamed(id)

    def _named(self, arn: str, id: str | Mark) -> Caller:
        fields = arn.split(":", 5)
        place = self._place(fields[4] if len(fields) == 6 else id)
        try:
            management = place == self.organization.management
            principal = read_principal(arn, in_management_account=management)
        except ValueError:
            return self._unnamed(id)
        return self._unnamed(id) if "*" in principal.arn else Caller(principal, place)

    def _unnamed(self, id: str | Mark) -> Caller:
        """A role of which only the account is known."""
        place = self._place(id)
        own = id if isinstance(id, str) and id else self.account.id or NO_ID
        management = place == self.organization.management
        return Caller(Principal("", PrincipalKind.ROLE, own, in_management_account=management), place)

    def _place(self, id: str | Mark) -> Account | None:
        """The account of an id; where the plan is applied if it is not known, None if it is of no account we know."""
        if isinstance(id, Mark) or not id or id in (self.account.id, NO_ID):
            return self.account
        return find_account(self.organization, id)


def _is_linked(principal: str | Mark) -> bool:
    return isinstance(principal, str) and principal.partition(":role/")[2].startswith("aws-service-role/")
