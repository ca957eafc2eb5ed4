"""The model-platform root: the model store, and who may reach inference."""

from __future__ import annotations

from guardrails.files.terraform_values.common import common
from guardrails.files.terraform_values.network import HOME, vpcs
from guardrails.files.terraform_values.view import Lacking, Values, View


def model_platform(view: View) -> Values:
    """Return the private ranges that inference answers to, and whether the store has a replica in the DR region.

    It has one where the account has a VPC of role dr. The id of the VPC is another root's output, not in the file.
    """
    found = vpcs(view)
    if HOME not in found:
        raise Lacking((*view.account.pointer, "vpcs"), "has no VPC without a role, which inference would run in")
    replicated = "dr" in found
    return {
        **common(view),
        "private_subnet_cidrs": found[HOME]["private_subnets"],
        "replication_enabled": replicated,
        "dr_name_prefix": found["dr"]["name_prefix"] if replicated else None,
    }
