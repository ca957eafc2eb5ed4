"""What the sources add: keys that are worked out, functions, conditions."""

from __future__ import annotations

from pathlib import Path

import pytest

from guardrails.model.plan.values import COMPUTED, UNKNOWN, UNSET
from guardrails.terraform.references.resolver import Resolver
from guardrails.terraform.references.types import converted
from guardrails.terraform.references.values import OPAQUE
from guardrails.terraform.sources.parsing import parsed
from tests.unit.terraform.references.building import called, change, module, plan, ref, resource, written

S, T = 'aws_subnet.s["a"]', 'aws_subnet.s["b"]'

ONE = [
    ('aws_subnet.s["${lower("A")}"].id', [S]),
    ('aws_subnet.s[each.key == "x" ? "b" : "a"].id', [T]),
    ('aws_subnet.s[format("%s", var.zone)].id', [T]),
    ("aws_subnet.s[local.zones[0]].id", [S]),
    ("local.by_zone[var.zone]", [T]),
    ('lookup(local.by_zone, "a", null)', [S]),
    ("values(aws_subnet.s)[1].id", [T]),
    ("element(values(aws_subnet.s)[*].id, 2)", [S]),
    ("one([for k, s in aws_subnet.s : s.id if k == var.zone])", [T]),
    ('coalesce(var.none, aws_subnet.s["a"].id)', [S]),
    ('"${aws_subnet.s["a"].id}"', [S]),
    ('var.object.zone == null ? aws_subnet.s["a"].id : null', [S]),
    ('var.object.count + 1 == 3 && !var.off ? aws_subnet.s["b"].id : null', [T]),
    ("tolist(toset([for k, s in aws_subnet.s : s.id]))[0]", [S]),
    ('merge({ x = 1 }, { x = aws_subnet.s["a"].id }).x', [S]),
    ("module.m.ids[var.zone]", [T]),
    ("module.m.given", [S]),
    ('{ for k, v in toset(["a"]) : k => aws_subnet.s[v].id }["a"]', [S]),
]
MANY = [
    ("aws_subnet.s[*].id", []),
    ("values(aws_subnet.s)[*].id", [S, T]),
    ("[for s in aws_subnet.s : s.id]", [S, T]),
    ('[for k, s in aws_subnet.s : s.id if k != "a"]', [T]),
    ('flatten([[aws_subnet.s["b"].id], [], [["x"]]])', [T]),
    ("concat([for z in local.zones : aws_subnet.s[z].id], [])", [S, T]),
    ('[for p in setproduct(["b"], [1, 2]) : aws_subnet.s[p[0]].id]', [T]),
]
CANNOT = [
    '"${aws_subnet.s["a"].id}-x"',
    'cidrhost(aws_subnet.s["a"].id, 1)',
    'var.secret ? aws_subnet.s["a"].id : aws_subnet.s["b"].id',
    "aws_subnet.s[var.secret].id",
    'try(aws_subnet.s["a"].id, null)',
    'aws_subnet.s["a"].id == var.zone ? aws_subnet.s["b"].id : null',
    '{ for k, s in aws_subnet.s : s.cidr_block => s.id... }["x"][0]',
    "local.round",
    'aws_subnet.s[replace("/a/", "/a/", "a")].id',
    "one([for k, s in aws_subnet.s : s.id])",
    'aws_subnet.s[local.zones["²"]].id',
    f"aws_subnet.s[local.zones[{'9' * 5000}]].id",
    f'aws_subnet.s[local.zones["{"9" * 5000}"]].id',
    "aws_subnet.s[local.zones[true]].id",
]
LOCALS = """
locals {
  zones   = sort(["b", "a"])
  by_zone = { for key, subnet in aws_subnet.s : key => subnet.id }
  round   = local.about
  about   = local.round
}
variable "zone" {}
variable "object" {
  type = object({ zone = optional(string), count = optional(number, 2) })
}
module "m" {
  source = "./m"
  in     = aws_subnet.s["a"].id
  ids    = local.by_zone
}
"""
MODULE = 'variable "in" {}\nvariable "ids" {}\noutput "given" { value = var.in }\noutput "ids" { value = var.ids }\n'


def asked(folder: Path, expression: str) -> tuple[list[str], bool]:
    block = f'resource "aws_lb" "l" {{\n  for_each = toset(["x"])\n  subnets  = {expression}\n}}\n'
    inner = module(outputs={"given": ref("var.in"), "ids": ref("var.ids")}, variables={"in": UNSET, "ids": UNSET})
    every = ref("aws_subnet.s")
    made = plan(
        module(
            resource("aws_subnet.s"),
            resource("aws_lb.l", None, subnets=every),
            calls=(called("m", inner, **{"in": every}, ids=every),),
            variables={"none": None, "off": False, "secret": UNSET},
        ),
        change(S, id=COMPUTED, cidr_block="10.0.0.0/24"),
        change(T, id=COMPUTED, cidr_block="10.0.1.0/24"),
        change('aws_lb.l["x"]', subnets=UNKNOWN),
        change("module.m.aws_vpc.unused"),
        variables={"zone": "b", "object": {}},
    )
    sources = written(folder, LOCALS + block, m=MODULE)
    assert sources.problems == ()
    found = Resolver(made, sources).targets(made.changes[2], "subnets", ("aws_subnet",))
    return [one.address for one in found.changes], found.certain


@pytest.mark.parametrize(("expression", "addresses"), ONE)
def test_one_is_worked_out(tmp_path: Path, expression: str, addresses: list[str]) -> None:
    assert asked(tmp_path, expression) == (addresses, True)


@pytest.mark.parametrize(("expression", "addresses"), MANY)
def test_many_are_worked_out(tmp_path: Path, expression: str, addresses: list[str]) -> None:
    # A map has no splat: `aws_subnet.s[*].id` of a resource with for_each is an error of Terraform.
    found = asked(tmp_path, expression)
    assert found == (addresses, True) or (not addresses and found[0] in ([], [S, T]))


@pytest.mark.parametrize("expression", CANNOT)
def test_what_cannot_be_worked_out_is_not_certain(tmp_path: Path, expression: str) -> None:
    assert asked(tmp_path, expression) == ([], False)


def test_what_is_sure_stays_sure_beside_what_is_not(tmp_path: Path) -> None:
    assert asked(tmp_path, '[aws_subnet.s["a"].id, cidrhost(var.secret, 1)]') == ([S], False)


def test_a_dynamic_block_that_makes_one_block(tmp_path: Path) -> None:
    text = """
resource "aws_eks_cluster" "c" {
  dynamic "vpc" {
    for_each = [aws_subnet.s]
    content {
      subnet_ids = [for key, one in vpc.value : one.id if key == "b"]
    }
  }
}
"""
    made = plan(
        module(resource("aws_subnet.s"), resource("aws_eks_cluster.c")),
        change(S, id=COMPUTED),
        change(T, id=COMPUTED),
        change("aws_eks_cluster.c", vpc=[{"subnet_ids": UNKNOWN}]),
    )
    asked_for = made.changes[2]
    found = Resolver(made, written(tmp_path, text)).targets(asked_for, "vpc[0].subnet_ids")
    assert [one.address for one in found.changes] == [T] and found.certain
    assert not Resolver(made).targets(asked_for, "vpc[0].subnet_ids").certain
    two = written(tmp_path, text.replace("[aws_subnet.s]", "[aws_subnet.s, aws_subnet.s]"))
    assert not Resolver(made, two).targets(asked_for, "vpc[0].subnet_ids").certain


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a b",
        "<<EOT\nx\nEOT",
        '"%{ if a }x%{ endif }"',
        "[1, 2",
        "{ a }",
        "f(1 2)",
        "1 +",
        '"${a ~}"',
        "@",
        "a[*",
        "'x'",
    ],
)
def test_what_is_no_expression(text: str) -> None:
    assert parsed(text) is None


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ('"xxxxxxxx"', '"${local.a%d}${local.a%d}"'),
        ('["x"]', "concat(local.a%d, local.a%d)"),
        ('["x"]', "[local.a%d, local.a%d]"),
        ("[1]", "{ x = local.a%d, y = local.a%d }"),
        ("99", "local.a%d * local.a%d"),
        ("range(1000)", "[for x in local.a%d : [for y in local.a%d : x]]"),
    ],
)
def test_sources_that_grow_without_end_do_not(tmp_path: Path, first: str, then: str) -> None:
    more = "".join(f"  a{at + 1} = {then % (at, at)}\n" for at in range(60))
    text = f'locals {{\n  a0 = {first}\n{more}}}\nresource "aws_lb" "l" {{\n  subnets = local.a60\n}}\n'
    made = plan(module(resource("aws_lb.l", None, subnets=ref("local.a60"))), change("aws_lb.l", subnets=UNKNOWN))
    assert not Resolver(made, written(tmp_path, text)).targets(made.changes[0], "subnets").certain


def test_optional_attributes() -> None:
    type = parsed(
        "map(object({ a = optional(string), b = optional(list(number), [1]), c = string, d = optional(any, f()) }))"
    )
    assert converted({"x": {"c": "y"}}, type) == {"x": {"a": None, "b": [1], "c": "y", "d": OPAQUE}}
    assert converted(["x"], type) == ["x"] and converted(None, type) is None
