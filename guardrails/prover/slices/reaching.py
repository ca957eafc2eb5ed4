"""What RCPs reach: which actions, and which resources they spare (see `evaluation.reach`)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from guardrails.catalog.rcp import is_rcp_service
from guardrails.model.decision import Truth
from guardrails.prover.languages.language import language_of
from guardrails.prover.languages.tokens import glob
from guardrails.prover.slices.boxes import EVERYWHERE, Boxes, constant, sure
from guardrails.prover.slices.case import Authorization
from guardrails.prover.variables.literals import Literal
from guardrails.prover.variables.operators import Reading
from guardrails.prover.variables.texts import Test

SPARED: Final = MappingProxyType({"sts": "*:role/aws-service-role/*", "kms": "*:alias/aws/*"})
"""Service -> resources that RCPs do not reach."""
_NEVER: Final = "kms:retiregrant"


def rcps_reach(action: str) -> bool:
    """Return whether RCPs reach an action at all."""
    return is_rcp_service(action.partition(":")[0]) and action.lower() != _NEVER


def spared(action: str) -> str:
    """Return the pattern of the resources that RCPs spare of an action; empty: none."""
    return SPARED.get(action.partition(":")[0].lower(), "")


def unspared(at: Authorization) -> Boxes:
    """Return where RCPs do not spare the resource of an authorization."""
    pattern, resource = spared(at.action), at.resource
    if not pattern:
        return EVERYWHERE
    language = language_of((glob(pattern),))
    if isinstance(resource, str):
        return constant(Truth.of(not language.has(resource)))
    test = Test(lambda held: isinstance(held, str) and language.has(held), Reading(language))
    return sure(Literal(resource, resource.bit(("spared", pattern), lambda: test), False))
