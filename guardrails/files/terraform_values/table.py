"""Every kind of live root and what gives it its values: one row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from guardrails.files.terraform_values.access import identity
from guardrails.files.terraform_values.models import model_platform
from guardrails.files.terraform_values.network import networking
from guardrails.files.terraform_values.organization_tree import organization
from guardrails.files.terraform_values.recovery import backup
from guardrails.files.terraform_values.security import account_baseline, security_services
from guardrails.files.terraform_values.spending import cost_management
from guardrails.files.terraform_values.state import bootstrap
from guardrails.files.terraform_values.view import Values, View

MODULES: Mapping[str, Callable[[View], Values]] = {
    "bootstrap": bootstrap,
    "organization": organization,
    "security-services": security_services,
    "cost-management": cost_management,
    "identity": identity,
    "account-baseline": account_baseline,
    "networking": networking,
    "backup": backup,
    "model-platform": model_platform,
}
"""By the name of the root's folder, in the order of their first apply."""
