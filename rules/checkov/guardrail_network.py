"""Subnets, their tables and what these lead to. This file holds no check.

A subnet is private or public as the organization's plan of addresses says; where the plan does not know its range, as
its name, its address in the code, or its tags for load balancers say.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Network, ip_network
from typing import Any

from guardrail_graph import Resource, itself, points_at, resources
from guardrail_settings import account, document, setting
from guardrail_tags import tag_of
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, unresolved, unwrapped, value_at

TABLES = ("aws_route_table", "aws_default_route_table")
ELB = {"private": "kubernetes.io/role/internal-elb", "public": "kubernetes.io/role/elb"}
"""Tier -> the tag by which EKS finds its subnets (https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html,
2026-11)."""

_WORD = re.compile(r"[a-z0-9]+")
_KEY = re.compile(r"\[([^\]]*)\]\Z")


def vpcs() -> list[dict[str, Any]]:
    """Return the VPCs that the plan of addresses has for the account of the code, or for every account.

    `public` and `private` are filled in for a VPC that repeats the topology of another one.
    """
    own = account()
    return _vpcs(id(document()), own["name"] if own else "")


@lru_cache(maxsize=16)
def _vpcs(_: int, only: str) -> list[dict[str, Any]]:
    """The same of an account by its name, or of all; by the settings in use too."""
    rows = document()["accounts"]
    every = {one["cidr"]: one for row in rows for one in row.get("vpcs", [])}
    return [_filled(one, every) for row in rows if only in ("", row["name"]) for one in row.get("vpcs", [])]


def _filled(one: dict[str, Any], every: dict[str, dict[str, Any]]) -> dict[str, Any]:
    model = every.get(one.get("topology_of", ""))
    if model is None:
        return one
    shift = int(ip_network(one["cidr"]).network_address) - int(ip_network(model["cidr"]).network_address)

    def moved(text: str) -> str:
        net = ip_network(text.rstrip("+"))
        return f"{net.network_address + shift}/{net.prefixlen}" + ("+" if text.endswith("+") else "")

    copied = {name: [moved(text) for text in model.get(name, [])] for name in ("public", "private", "reserved")}
    return {**copied, **one}


@lru_cache(maxsize=4096)
def network(text: Any) -> IPv4Network | None:
    """Return an IPv4 range, None for what is none."""
    try:
        found = ip_network(str(text), strict=False)
    except ValueError:
        return None
    return found if isinstance(found, IPv4Network) else None


def tier(subnet: Resource) -> str | Mark | None:
    """Return `private` or `public`; None where nothing says, UNKNOWN where what would say it is late."""
    cidr = value_at(subnet.conf, "cidr_block")
    for one in vpcs():
        for name in ("private", "public"):
            if cidr in one.get(name, []):
                return name
    name = tag_of(subnet.conf, "Name")
    for text in ("" if isinstance(name, Mark) else name, subnet.address):
        said = _said(text)
        if said:
            return said
    tagged = [name for name, key in ELB.items() if not isinstance(tag_of(subnet.conf, key), Mark)]
    if len(tagged) == 1:
        return tagged[0]
    return UNKNOWN if UNKNOWN in (cidr, name) else None


def _said(text: str) -> str | None:
    words = set(_WORD.findall(text.lower().replace("_", " ")))
    found = [one for one in ("private", "public") if one in words]
    return found[0] if len(found) == 1 else None


def joined(check: Any, source: Resource, path: str, *types: str) -> Resource | None:
    """Return the one resource that an attribute means; None where that is nothing of the code, or cannot be told."""
    text = str(unwrapped(source.conf.get(path)) or "").strip()
    reference = _REFERENCE.match(text)
    index = _index(check.graph)
    if reference and unresolved(text):
        near = index.get((source.folder, _module(source.address) + reference[1]), [])
    elif unresolved(text):
        return _chained(source, text, [one for kind in types for one in resources(check.graph, kind)])
    else:
        near = index.get(("", text), [])
    found = [one for one in near if one.type in types and points_at(source, path, one, "id", "arn") is True]
    return found[0] if len(found) == 1 else None


_REFERENCE = re.compile(r"(?:\$\{)?((?:data\.)?(?:aws|awscc)_\w+\.[\w-]+)")
_MODULE = re.compile(r"(?:module\.[\w-]+(?:\[[^\]]*\])?\.)*")
_INDEX: list[tuple[Any, dict[tuple[str, str], list[Resource]]]] = []
_LINKS: list[tuple[Any, dict[str, list[tuple[Resource, Resource | None, Resource | None]]]]] = []


def _module(address: str) -> str:
    found = _MODULE.match(address)
    return found[0] if found else ""


def _index(graph: Any) -> dict[tuple[str, str], list[Resource]]:
    """Return the resources of a graph by folder and address without key, and by the ids that are known."""
    if not _INDEX or _INDEX[0][0] is not graph:
        found: dict[tuple[str, str], list[Resource]] = {}
        for one in resources(graph):
            own = _module(one.address)
            bare = own + one.address[len(own) :].partition("[")[0]
            found.setdefault((one.folder, bare), []).append(one)
            for name in ("id", "arn"):
                value = value_at(one.conf, name)
                if isinstance(value, str):
                    found.setdefault(("", value), []).append(one)
        _INDEX[:] = [(graph, found)]
    return _INDEX[0][1]


def _chained(source: Resource, text: str, every: list[Resource]) -> Resource | None:
    """What `each.value.id` means where `for_each` goes over the instances of a resource, whose keys it then has."""
    key = _KEY.search(source.address)
    if key is None or not text.startswith("each.value"):
        return None
    module = _module(source.address)
    same = [
        one
        for one in every
        if one.address.endswith(key[0]) and one.folder == source.folder and _module(one.address) == module
    ]
    return same[0] if len(same) == 1 else None


def links(check: Any, kind: str) -> list[tuple[Resource, Resource | None, Resource | None]]:
    """Return each association (or each `aws_route`) with its table and its subnet, None where these cannot be told."""
    if not _LINKS or _LINKS[0][0] is not check.graph:
        _LINKS[:] = [(check.graph, {})]
    known = _LINKS[0][1]
    if kind not in known:
        known[kind] = [
            (one, joined(check, one, "route_table_id", *TABLES), joined(check, one, "subnet_id", "aws_subnet"))
            for one in resources(check.graph, kind)
            if value_at(one.conf, "gateway_id") is ABSENT or kind == "aws_route"
        ]
    return known[kind]


def associated(check: Any, table: Resource) -> tuple[list[Resource], bool]:
    """Return the subnets that are associated with a table, and whether there may be others."""
    found, more = [], False
    for one, where, subnet in links(check, "aws_route_table_association"):
        if where is table and subnet is not None:
            found.append(subnet)
        elif where is table or (where is None and may_mean(one, "route_table_id", table)):
            more = True
    return found, more


def may_mean(source: Resource, path: str, target: Resource) -> bool:
    """Whether an attribute that means nothing certain may mean this: not if it names another block of the same type."""
    text = str(unwrapped(source.conf.get(path)) or "").strip()
    reference = _REFERENCE.match(text)
    if not unresolved(text):
        return not text
    if reference is None or reference[1].partition(".")[0] != target.type:
        return True
    bare = target.address[len(_module(target.address)) :].partition("[")[0]
    return reference[1] == bare and _module(source.address) == _module(target.address)


def table_of(check: Any, conf: dict[str, Any]) -> Resource | None:
    """Return the table that a route stands in: of `aws_route` the one it names, of a table itself."""
    source = itself(check, conf)
    return source if source.type in TABLES else joined(check, source, "route_table_id", *TABLES)


def table_tiers(check: Any, table: Resource) -> tuple[set[str], bool]:
    """Return which tiers of subnets use a table, and whether that may not be all.

    Where no subnet is joined, the name and the address of the table say.
    """
    subnets, more = associated(check, table)
    tiers = [tier(one) for one in subnets]
    known = {one for one in tiers if isinstance(one, str)}
    name = tag_of(table.conf, "Name")
    said = _said("" if isinstance(name, Mark) else name) or _said(table.address)
    if not known and said:
        return {said}, False
    return known, more or UNKNOWN in tiers or (not known and name is UNKNOWN)


def routes(conf: dict[str, Any], kind: str) -> list[dict[str, Any]] | Mark:
    """Return the routes of a block: an `aws_route` is one itself, a table has blocks of them."""
    return [conf] if kind == "aws_route" else blocks(conf, "route")


def to_internet_gateway(route: dict[str, Any]) -> bool | None:
    """Whether a route leads to an internet gateway; None where that is not known."""
    raw = unwrapped(route.get("gateway_id"))
    if raw is None or raw == "":
        return False
    text = str(raw)
    if text.startswith("igw-") or "aws_internet_gateway." in text:
        return True
    if not unresolved(text) or re.match(r"(?:\$\{)?(?:data\.)?aws_(?:vpn|nat|ec2_transit|local)_\w*gateway", text):
        return False
    return None


def zone(text: Any) -> str:
    """Return the letter of a zone (`us-east-1a`); empty for what is none."""
    found = re.fullmatch(r"[a-z]{2}(?:-[a-z]+)+-\d([a-z])", str(text))
    return found[1] if found else ""


def zones_of_table(check: Any, table: Resource) -> set[str]:
    """Return the letters of the zones whose private subnets use a table; by its name where no subnet is joined."""
    subnets, _ = associated(check, table)
    found = {zone(value_at(one.conf, "availability_zone")) for one in subnets if tier(one) != "public"} - {""}
    return found or {letter for letter in [_named_zone(table)] if letter}


def zones_open(check: Any, table: Resource) -> bool:
    """Whether subnets of zones that are not known yet use a table, or may use it."""
    subnets, more = associated(check, table)
    return more or any(value_at(one.conf, "availability_zone") is UNKNOWN for one in subnets if tier(one) != "public")


def zone_of_gateway(check: Any, gateway: Resource) -> str:
    """Return the letter of the zone of a NAT gateway, of its subnet or by its name; empty where neither says."""
    subnet = joined(check, gateway, "subnet_id", "aws_subnet")
    letter = zone(value_at(subnet.conf, "availability_zone")) if subnet else ""
    return letter or _named_zone(gateway)


def _named_zone(one: Resource) -> str:
    """The zone in a name that follows the grammar: `MM-prod-use1-a-nat`."""
    name = tag_of(one.conf, "Name")
    codes = "|".join(map(re.escape, setting("settings.naming.region_codes", {}).values()))
    found = re.search(rf"-(?:{codes})-([a-z])-", name) if codes and isinstance(name, str) else None
    return found[1] if found else ""
