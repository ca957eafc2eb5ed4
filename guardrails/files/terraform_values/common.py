"""What every live root is given: how its names begin, its tags, its account and the two regions."""

from __future__ import annotations

from guardrails.files.terraform_values.tags import tags
from guardrails.files.terraform_values.view import Values, View


def common(view: View) -> Values:
    """Return the values that all roots share."""
    return {
        "name_prefix": view.prefix(),
        "common_tags": tags(view),
        "account_id": view.said(view.account.id, "id"),
        "home_region": view.home,
        "dr_region": view.setting("dr_region"),
    }
