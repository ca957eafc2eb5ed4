"""The mandatory tags of a root: what the file's account says, and the organization's defaults for the rest."""

from __future__ import annotations

from guardrails.files.terraform_values.view import Lacking, View


def tags(view: View) -> dict[str, str]:
    """Return every mandatory tag with its value; raises Lacking for a tag whose value the file does not say."""
    return {name: _checked(view, name, _value(view, name)) for name in view.setting("tags.mandatory")}


def _value(view: View, name: str) -> str:
    account = view.account
    if name == view.may("settings.tags.environment_key"):
        return view.env
    if name == "Module":
        return view.module
    if name == "Account":
        return account.name
    known = {
        "Owner": (account.owner, "owner"),
        "CostCenter": (account.cost_center, "cost_center"),
        "DataClassification": (account.data_class, "data_class"),
    }
    if name in known:
        return str(view.said(*known[name]))
    return str(view.need("settings", "tags", "defaults", name))


def _checked(view: View, name: str, value: str) -> str:
    allowed = (view.may("settings.tags.values") or {}).get(name)
    backup = view.may("settings.tags.backup") or {}
    if allowed is None and name == backup.get("key"):
        allowed = backup["values"]
    if allowed is not None and value not in allowed:
        reason = f"does not allow {value!r} for {view.account.name}"
        raise Lacking(("settings", "tags", "values", name), reason)
    return value
