"""The networking root: an account's VPCs with their subnets, endpoints and router."""

from __future__ import annotations

from guardrails.files.rules.fixed_network_cost import GATEWAY_ENDPOINTS
from guardrails.files.terraform_values.common import common
from guardrails.files.terraform_values.view import Lacking, Values, View
from guardrails.model.source import Pointer

HOME = "home"
"""The key of the VPC without a role; one with a role, such as dr, has that as its key."""


def networking(view: View) -> Values:
    """Return the VPCs by role; raises Lacking for two of one role, or for what a VPC lacks."""
    return {
        **common(view),
        "organization_id": view.setting("organization_id"),
        "time_zone": view.setting("time_zone"),
        "flow_logs_retention_days": view.setting(f"retention.{view.env}.flow_logs_days"),
        "router_tag": view.setting("tailnet.router_tag"),
        "acl_sources": view.setting("tailnet.sources"),
        "vpcs": vpcs(view),
    }


def vpcs(view: View) -> dict[str, Values]:
    """Return what each VPC of the account is made of, by role."""
    found: dict[str, Values] = {}
    for at, raw in enumerate(view.own("vpcs")):
        place: Pointer = (*view.account.pointer, "vpcs", at)
        role = raw.get("role") or HOME
        if role in found:
            raise Lacking((*place, "role"), f"is {role!r} twice: a root tells VPCs apart by role")
        found[role] = _vpc(view, raw, place)
    return found


def _vpc(view: View, raw: Values, place: Pointer) -> Values:
    model = _model(view, raw, place)
    interfaces, zones = _interfaces(view, raw)
    nat = view.need(*place, "nat")
    router = raw.get("router")
    hours = (router or {}).get("hours")
    return {
        "name_prefix": view.prefix(raw["region"]),
        "region": raw["region"],
        "cidr": raw["cidr"],
        "zones": view.need(*place, "zones"),
        "public_subnets": [_moved(one, model, raw, place) for one in _listed(view, model, place, "public")],
        "private_subnets": [_moved(one, model, raw, place) for one in _listed(view, model, place, "private")],
        "reserved_from": next((_moved(one, model, raw, place) for one in model.get("reserved") or ()), None),
        "nat": nat,
        "nat_ami_id": view.setting(f"images.nat.{raw['region']}") if nat == "instance" else None,
        "gateway_endpoints": sorted(set(view.own("endpoints")) & GATEWAY_ENDPOINTS),
        "interface_endpoints": interfaces,
        "endpoint_zones": zones,
        "router": None
        if router is None
        else {
            "ami_id": view.setting("images.router"),
            "instance_type": view.need(*place, "router", "instance_type"),
            "stop_cron": None if hours is None else f"0 {hours['stop']} * * *",
            "start_cron": None if hours is None else f"0 {hours['start']} * * *",
        },
    }


def _interfaces(view: View, raw: Values) -> tuple[list[str], int | None]:
    """Return the interface endpoints of a VPC and in how many zones they stand (None: in all)."""
    zones: int | None = raw.get("endpoint_zones")
    if zones == 0:
        return [], None
    return sorted(set(view.own("endpoints")) - GATEWAY_ENDPOINTS), zones


def _model(view: View, raw: Values, place: Pointer) -> Values:
    """Return the VPC whose subnets hold: the one itself, or that which `topology_of` names."""
    cidr = raw.get("topology_of")
    if not cidr:
        return raw
    for one in view.own("vpcs"):
        if one["cidr"] == cidr:
            return dict(one)
    raise Lacking((*place, "topology_of"), f"names {cidr}, which is no VPC of {view.account.name}")


def _listed(view: View, model: Values, place: Pointer, key: str) -> list[str]:
    return list(model.get(key) or view.need(*place, key))


def _moved(range: str, model: Values, raw: Values, place: Pointer) -> str:
    """Return a range of the model VPC at the same distance from the start of this VPC: `10.2.10.0/24` at 10.3.10.0.

    Raises Lacking for what is no range, and for one that this VPC has no room for.
    """
    if model["cidr"] == raw["cidr"]:
        return range
    from ipaddress import IPv4Network  # a few milliseconds that only a VPC with a model pays for

    text = range.removesuffix("+")
    try:
        start, here, one = (IPv4Network(each) for each in (model["cidr"], raw["cidr"], text))
        offset = int(one.network_address) - int(start.network_address)
        moved = IPv4Network((int(here.network_address) + offset, one.prefixlen))
    except ValueError as problem:
        raise Lacking((*place, "topology_of"), f"cannot give {raw['cidr']} its {range!r}: {problem}") from None
    if not moved.subnet_of(here):
        raise Lacking((*place, "topology_of"), f"would put its {range!r} at {moved}, outside {raw['cidr']}")
    return f"{moved}{range[len(text) :]}"
