"""SCP pre-flight: what the organization's policies say to each request that applying a plan leads to.

A request is decided as its caller: Terraform's role, the role that a provider block assumes, or a service's own role. A
service-linked role is bound by no SCP; what the SCPs would deny to whoever applies is then a gap in the guardrails.

Source: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html (2026-11)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from guardrails.commands.deciders import deciders_of, spelled
from guardrails.commands.gating.callers import Callers
from guardrails.commands.gating.concerns import Concern, concern_of
from guardrails.commands.gating.contexts import Contexts, from_session
from guardrails.commands.simulation import OWNER_ALLOWS
from guardrails.evaluation.asked import keys_asked
from guardrails.evaluation.compiled import compile_policies
from guardrails.evaluation.reach import scp_exemption
from guardrails.model.answer import Decider, Outcome
from guardrails.model.decision import Truth
from guardrails.model.gate_report import Judged
from guardrails.model.organization.levels import every_account, find_account
from guardrails.model.plan.values import Mark
from guardrails.model.policy.document import PolicySet
from guardrails.model.prediction import Caller, Certainty, Predicted, Prediction
from guardrails.model.request import UNKNOWN

if TYPE_CHECKING:
    from guardrails.commands.gating import callers
    from guardrails.evaluation.compiled import Decider as Compiled
    from guardrails.files.loaded import Project
    from guardrails.model.organization.tree import Account
    from guardrails.model.request import Request

LINKED = "service-linked role"
ACCOUNT_KEY = "aws:PrincipalAccount"
"""What an answer hangs on where nobody knows in which account the call is made."""
OUTSIDE = "account outside of the organization"
MAY_BE_DENIED = "may be denied: the provider decides while it applies whether it asks"


def judge_requests(
    project: Project, account: Account, predicted: Predicted, principal: str = "", moment: datetime | None = None
) -> tuple[Judged, ...]:
    """Return what the SCPs and RCPs say to each predicted request, in their order.

    Args:
        account: where the plan is applied; requests that say nothing of their account are made there.
        principal: who applies, as `--as` writes it; empty means the organization's pipeline.
        moment: when it is applied; None leaves the time open.

    Raises ValueError for a principal that the organization does not know.
    """
    judge = _Judge(project, Callers(project.organization, account, principal), moment)
    return tuple(judge.judged(one) for one in predicted.requests)


@dataclass(frozen=True, slots=True)
class _Ruling:
    """What is said to one request, whatever change of the plan it comes from."""

    outcome: Outcome
    principal: str
    deciders: tuple[Decider, ...] = ()
    hangs_on: tuple[str, ...] = ()
    exemption: str = ""
    gap: bool = False


@dataclass(frozen=True, slots=True)
class _Bench:
    """The policies that bind a caller of one account on resources of one owner, compiled once."""

    policies: PolicySet
    decider: Compiled
    contexts: Contexts
    concerned: dict[str, Concern]

    def on(self, action: str) -> Concern:
        """Return what the policies say of an action."""
        if action not in self.concerned:
            self.concerned[action] = concern_of(self.policies, action)
        return self.concerned[action]


class _Judge:
    """Judges the requests of one plan; equal requests are decided once."""

    def __init__(self, project: Project, callers: Callers, moment: datetime | None) -> None:
        self._project, self._callers, self._moment = project, callers, moment
        self._benches: dict[tuple[str | None, str], _Bench] = {}
        self._rulings: dict[tuple[object, ...], _Ruling] = {}
        self._explained: dict[tuple[object, ...], _Ruling] = {}

    def judged(self, prediction: Prediction) -> Judged:
        """Return the judgement on one request."""
        key = (
            *(prediction.action, prediction.resource, prediction.resource_type, prediction.region),
            *(prediction.account, prediction.resource_account, prediction.principal, prediction.caller),
            *(prediction.context_complete, prediction.unsaid, "resource" in prediction.causes),
            *prediction.context.items(),
        )
        ruling = self._rulings.get(key)
        if ruling is None:
            ruling = self._rulings[key] = self._ruling(prediction)
        return _of(prediction, ruling)

    def _ruling(self, prediction: Prediction) -> _Ruling:
        linked = prediction.caller is Caller.SLR
        lost = isinstance(prediction.account, Mark) and self._callers.account.id
        if lost and not linked and not prediction.principal:
            return self._anywhere(prediction)
        caller = self._callers.of(replace(prediction, principal="") if linked else prediction)
        if caller.account is None and not linked:
            return _Ruling(Outcome.NOT_RESTRICTED, caller.principal.arn, exemption=OUTSIDE)
        ruling = self._asked(prediction, caller)
        if not linked:
            return ruling
        denied = ruling.outcome is Outcome.DENY
        open = ruling.hangs_on if ruling.outcome is Outcome.UNKNOWN else ()
        deciders = ruling.deciders if denied or open else ()
        return _Ruling(Outcome.NOT_RESTRICTED, "", deciders, open, exemption=LINKED, gap=denied)

    def _anywhere(self, prediction: Prediction) -> _Ruling:
        """Rule on a request of which nobody knows the account: sure only where every account says the same."""
        accounts = [one for one in every_account(self._project.organization) if one.id]
        rulings = [self._ruling(replace(prediction, account=one.id)) for one in accounts]
        doubts = [one for one in rulings if one.outcome in (Outcome.DENY, Outcome.UNKNOWN)]
        if not doubts:
            allowed = [one for one in rulings if one.outcome is Outcome.ALLOW]
            return (*allowed, *rulings)[0] if rulings else _Ruling(Outcome.NOT_RESTRICTED, "", exemption=OUTSIDE)
        first = doubts[0]
        hangs_on = tuple(dict.fromkeys((ACCOUNT_KEY, *(key for one in doubts for key in one.hangs_on))))
        return _Ruling(Outcome.UNKNOWN, first.principal, first.deciders, hangs_on)

    def _asked(self, prediction: Prediction, caller: callers.Caller) -> _Ruling:
        owner = _owner(prediction, caller)
        bench = self._bench(caller.account, owner)
        management = owner == self._project.organization.management.id
        request = bench.contexts.request(prediction, caller, owner, management)
        denied = _denied(bench.decider, request)
        if denied is Truth.FALSE:
            exemption = scp_exemption(request)
            outcome = Outcome.NOT_RESTRICTED if exemption else Outcome.ALLOW
            return _Ruling(outcome, caller.principal.arn, exemption=exemption)
        concern = bench.on(request.action)
        key = (denied, caller.account and caller.account.name, owner, *concern.signature(request))
        if key not in self._explained:
            outcome = Outcome.DENY if denied is Truth.TRUE else Outcome.UNKNOWN
            self._explained[key] = self._explain(outcome, concern.policies, request, caller)
        return self._explained[key]

    def _explain(self, outcome: Outcome, policies: PolicySet, request: Request, caller: callers.Caller) -> _Ruling:
        from guardrails.evaluation.explain import explain  # most plans are denied nothing

        explanation = explain(policies, request)
        account = caller.account or self._callers.account
        return _Ruling(
            outcome,
            caller.principal.arn,
            tuple(dict.fromkeys(deciders_of(self._project, account, explanation))),
            tuple(spelled(explanation.hangs_on, explanation)) if outcome is Outcome.UNKNOWN else (),
        )

    def _bench(self, account: Account | None, owner: str) -> _Bench:
        key = (account.name if account else None, owner)
        if key not in self._benches:
            self._benches[key] = self._made(account, owner)
        return self._benches[key]

    def _made(self, account: Account | None, owner: str) -> _Bench:
        project = self._project
        keeper = find_account(project.organization, owner) if owner else account
        policies = PolicySet(
            scps=tuple(level.policies for level in project.levels(account)) if account else (),
            rcps=tuple(level.policies for level in project.rcp_levels(keeper)) if keeper else (),
            resource=OWNER_ALLOWS if owner else None,
        )
        documents = (one for level in (*policies.scps, *policies.rcps) for one in level)
        known = project.organization.settings.text("organization_id")
        contexts = Contexts(keys_asked(documents), known, self._moment)
        return _Bench(policies, compile_policies(policies), contexts, {})


def _owner(prediction: Prediction, caller: callers.Caller) -> str:
    """The account of the resource where it is known to be another one than the caller's."""
    owner = prediction.resource_account
    return owner if isinstance(owner, str) and owner != caller.principal.account else ""


def _of(prediction: Prediction, ruling: _Ruling) -> Judged:
    open = ruling.outcome is Outcome.DENY and prediction.certainty is Certainty.POSSIBLE
    outcome = Outcome.UNKNOWN if open else ruling.outcome
    return Judged(
        prediction,
        outcome,
        ruling.principal,
        ruling.deciders,
        ruling.hangs_on,
        dict(_causes(prediction, ruling.hangs_on)) if ruling.hangs_on else {},
        ruling.exemption,
        (MAY_BE_DENIED,) if open else (),
        ruling.gap,
    )


_MARKS = {
    Mark.UNKNOWN: "known after apply",
    Mark.SENSITIVE: "masked in the plan as sensitive",
    Mark.COMPUTED: "decided while it is applied",
    Mark.UNSET: "not set",
}


def _causes(prediction: Prediction, hangs_on: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield why a key is not known, for each that a plan attribute, or nothing in a plan, stands behind."""
    for key in hangs_on:
        name = key.lower()
        found = prediction.causes.get(name) or prediction.causes.get(f"{name.partition('/')[0]}/*")
        if key == ACCOUNT_KEY and not found:
            yield key, "the account of the provider, whose credentials or role the plan does not show"
        elif found and found[0]:
            yield key, f"plan attribute `{found[0]}` ({_MARKS[found[1]]})"
        elif from_session(name):
            yield key, "the caller's session and network, which no plan holds"
        elif found or name in prediction.unsaid:
            yield key, "AWS fills it in while it is applied: no attribute of the plan holds it"


def _denied(decider: Compiled, request: Request) -> Truth:
    """Whether a request is denied. Of one key that AWS does not document there are two readings: both are asked.

    A bucket in us-east-1 is made without a location constraint: its key is absent, or holds that Region.
    """
    denied = decider.decide(request).denied
    if denied is not Truth.UNKNOWN or request.context.get(_LOCATION) is not UNKNOWN:
        return denied
    absent = {key: value for key, value in request.context.items() if key != _LOCATION}
    readings = (absent, {**absent, _LOCATION: "us-east-1"})
    answers = {decider.decide(replace(request, context=one)).denied for one in readings}
    told = request.context.get("aws:requestedregion") == "us-east-1" and len(answers) == 1
    return answers.pop() if told else denied


_LOCATION = "s3:locationconstraint"
