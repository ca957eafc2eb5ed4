"""What an accelerated instance costs against the cap of the organization's settings."""

from __future__ import annotations

from guardrails.catalog.instance_types import instance_type
from guardrails.model.answer import Cost
from guardrails.model.organization.tree import Account, Settings

_STARTING = ("ec2:", "sagemaker:", "autoscaling:", "batch:", "eks:")


def cost_of(action: str, types: tuple[str, ...], settings: Settings, account: Account) -> Cost | None:
    """Return the price of the dearest accelerated type of the call; None where none is accelerated.

    Prices are US dollars an hour on demand in us-east-1, without the surcharge of SageMaker.
    """
    if not action.lower().startswith(_STARTING):
        return None
    known = [one for name in types if (one := instance_type(name.removeprefix("ml."))) and one.accelerator_kind]
    if not known:
        return None
    dearest = max(known, key=lambda one: one.usd_per_hour or 0.0)
    allowed = [
        one for name in settings.texts("accelerators.allow") if (one := instance_type(name)) and one.usd_per_hour
    ]
    cap = max(allowed, key=lambda one: one.usd_per_hour or 0.0, default=None)
    price, budget = dearest.usd_per_hour, account.budget_usd
    return Cost(
        instance_type=dearest.name,
        accelerators=f"{dearest.accelerator_count} x {dearest.accelerator_name}",
        usd_per_hour=price,
        cap_type=cap.name if cap else "",
        cap_usd_per_hour=cap.usd_per_hour if cap else None,
        budget_hours=budget / price if budget and price else None,
    )
