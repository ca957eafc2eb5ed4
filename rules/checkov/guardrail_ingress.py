"""What security groups let in: rules of every way that the provider knows, read into one form. It holds no check.

A managed prefix list that stands in the same code is read as its entries.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, NamedTuple

from guardrail_graph import Resource, itself, points_at, resources
from guardrail_values import ABSENT, UNKNOWN, Mark, blocks, mapping_at, number, value_at, values_at

GROUPS = ("aws_security_group", "aws_default_security_group")
TYPES = (*GROUPS, "aws_security_group_rule", "aws_vpc_security_group_ingress_rule")
"""Types of resources that can let something in."""

EVERY_PORT = (0, 65535)
_PRIVATE = tuple(
    ip_network(one) for one in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)
"""RFC 1918, RFC 6598 (pods of EKS, tailnets) and RFC 4193."""


class Ingress(NamedTuple):
    """One thing that is let in: protocol (`tcp`, `-1`), first and last port, and ranges of addresses.

    `protocol`, `ports` and single items of `sources` are UNKNOWN where they are. Other groups are no sources.
    """

    path: str
    protocol: Any
    ports: Any
    sources: list[Any]

    def reaches(self, wanted: int) -> Any:
        """Whether a port of TCP or UDP is among those let in: True, False or UNKNOWN."""
        if self.protocol is UNKNOWN or self.protocol in ("-1", "all"):
            return UNKNOWN if self.protocol is UNKNOWN else True
        if self.protocol not in ("tcp", "udp", "6", "17"):
            return False
        return UNKNOWN if self.ports is UNKNOWN else self.ports[0] <= wanted <= self.ports[1]

    @property
    def every_port(self) -> bool:
        """Whether every port is let in."""
        if self.protocol in ("-1", "all"):
            return True
        return self.protocol in ("tcp", "udp", "6", "17") and self.ports in (EVERY_PORT, (1, 65535))


def wide(source: Any) -> bool:
    """Whether a range is one that only the internet fills: wider than /8, for IPv6 wider than /32.

    Two halves are the world as well, and nobody's own network is wider. Amazon S3 draws the line at the same place:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html (2026-11)
    """
    found = network(source)
    if isinstance(found, IPv4Network):
        return found.prefixlen < 8
    return isinstance(found, IPv6Network) and found.prefixlen < 32 and not private(source)


def private(source: Any) -> bool:
    """Whether a range lies in private addresses."""
    found = network(source)
    if isinstance(found, IPv4Network):
        return any(isinstance(one, IPv4Network) and found.subnet_of(one) for one in _PRIVATE)
    return found is not None and any(isinstance(one, IPv6Network) and found.subnet_of(one) for one in _PRIVATE)


def network(source: Any) -> IPv4Network | IPv6Network | None:
    """Return the range that a text is, if it is one."""
    try:
        return ip_network(str(source).strip(), strict=False)
    except ValueError:
        return None


def let_in(check: Any, conf: dict[str, Any]) -> list[Ingress] | Mark:
    """Return what a resource of one of `TYPES` lets in; UNKNOWN where its rules are known only after apply."""
    kind = check.entity_type
    if kind in GROUPS:
        found = blocks(conf, "ingress")
        return found if isinstance(found, Mark) else [_ingress(check, conf, one, "ingress.") for one in found]
    if kind == "aws_security_group_rule" and value_at(conf, "type") != "ingress":
        return UNKNOWN if value_at(conf, "type") is UNKNOWN else []
    return [_ingress(check, conf, conf, "")]


def _ingress(check: Any, conf: dict[str, Any], rule: dict[str, Any], where: str) -> Ingress:
    alone = check.entity_type == "aws_vpc_security_group_ingress_rule"
    protocol = value_at(rule, "ip_protocol" if alone else "protocol")
    named = ("cidr_ipv4", "cidr_ipv6") if alone else ("cidr_blocks", "ipv6_cidr_blocks")
    found = {name: _texts(values_at(rule, name)) for name in named}
    lists = "prefix_list_id" if alone else "prefix_list_ids"
    listed = list(_of_lists(check, conf, rule, lists))
    if "__change_actions__" in conf and any(name not in rule for name in (*named, lists)):
        listed.append(UNKNOWN)  # a plan has a null, or an empty list, where nothing is set, and leaves out what is late
    path = next((name for name in named if found[name]), lists if listed else named[0])
    text = UNKNOWN if isinstance(protocol, Mark) else str(protocol).lower()
    text = text.partition(".")[0] if isinstance(text, str) else text
    return Ingress(where + path, text, _ports(rule), [one for some in found.values() for one in some] + listed)


def _texts(found: list[Any] | Mark) -> list[Any]:
    return ([] if found is ABSENT else [UNKNOWN]) if isinstance(found, Mark) else found


def _ports(rule: dict[str, Any]) -> Any:
    first, last = number(rule, "from_port"), number(rule, "to_port")
    if isinstance(first, Mark) or isinstance(last, Mark):
        return EVERY_PORT if first is ABSENT and last is ABSENT else UNKNOWN
    return EVERY_PORT if first == -1 else (int(first), int(last))


def _of_lists(check: Any, conf: dict[str, Any], rule: dict[str, Any], name: str) -> Iterator[Any]:
    """Yield the ranges of the prefix lists that a rule names; UNKNOWN for those that the code does not show."""
    named = values_at(rule, name)
    if named is ABSENT:
        return
    own = itself(check, conf)._replace(conf={**rule, "__address__": conf.get("__address__")})
    left = len(named) if isinstance(named, list) else 1
    for one in resources(check.graph, "aws_ec2_managed_prefix_list"):
        if points_at(own, name, one, "id", "arn"):
            left -= 1
            yield from entries(check.graph, one)
    if left > 0:
        yield UNKNOWN


def entries(graph: Any, list_: Resource) -> list[Any]:
    """Return the ranges of a managed prefix list: of its own entries, and of those that stand beside it."""
    inner = blocks(list_.conf, "entry")
    found = [UNKNOWN] if isinstance(inner, Mark) else [value_at(one, "cidr") for one in inner]
    for one in resources(graph, "aws_ec2_managed_prefix_list_entry"):
        if points_at(one, "prefix_list_id", list_, "id"):
            found.append(value_at(one.conf, "cidr"))
    return found


def groups_of(check: Any, conf: dict[str, Any], word: str) -> bool | None:
    """Whether a resource of one of `TYPES` is, or adds to, a group with a word of its name; None where nobody can tell.

    Groups are known by the word in `name`, in the tag `Name` or in the tag `Purpose` (`MM-prod-use1-sg-router`).
    """
    if check.entity_type in GROUPS:
        return called(conf, word)
    near = _groups_called(check.graph, word)
    own = itself(check, conf) if near else None
    answers = [points_at(own, "security_group_id", one, "id") for one in near] if own else []
    return True if True in answers else None if None in answers else False


_CALLED: list[tuple[Any, dict[str, list[Resource]]]] = []
"""The graph that was asked last, and the groups in it by word of their names: every rule asks for the same ones."""


def _groups_called(graph: Any, word: str) -> list[Resource]:
    if not _CALLED or _CALLED[0][0] is not graph:
        _CALLED[:] = [(graph, {})]
    known = _CALLED[0][1]
    if word not in known:
        known[word] = [one for one in resources(graph, "aws_security_group") if called(one.conf, word)]
    return known[word]


def called(conf: dict[str, Any], word: str) -> bool:
    """Whether a resource has a word in its name: one of the parts between dashes, of `name`, `Name` or `Purpose`."""
    tags = mapping_at(conf, "tags")
    found = [value_at(conf, name) for name in ("name", "name_prefix", "bucket", "bucket_prefix")]
    found += [] if isinstance(tags, Mark) else [tags.get("Name"), tags.get("Purpose")]
    texts = [str(one).lower() for one in found if one is not None and not isinstance(one, Mark)]
    return any(word in text.replace("_", "-").replace("/", "-").replace(".", "-").split("-") for text in texts)
