"""Service Catalog portfolios are shared with units, and products are launched by a role.

## What it does
Reports `aws_servicecatalog_portfolio_share` of another type than `ORGANIZATIONAL_UNIT`, and a product of a portfolio
(`aws_servicecatalog_product_portfolio_association`) for which no `aws_servicecatalog_constraint` of type `LAUNCH`
stands in the same code.

## Why it matters
A share with an account leaves out the next account of the unit, and somebody waits for a platform team. Without a
launch constraint people need the permissions of everything that a product makes, so that the portfolio limits nothing.

## Example
```hcl
resource "aws_servicecatalog_portfolio_share" "building" {
  portfolio_id = "port-0123456789abc"
  type         = "ACCOUNT"
  principal_id = "222222222222"
}
```

## Use instead
```hcl
resource "aws_servicecatalog_portfolio_share" "building" {
  portfolio_id = "port-0123456789abc"
  type         = "ORGANIZATIONAL_UNIT"
  principal_id = "arn:aws:organizations::111111111111:ou/o-exampleorgid/ou-ab12-workload1"
}
```

## How to fix
Share with the unit. Give each product a launch constraint with `LocalRoleName`, a role that every account has.

## Sources
- https://docs.aws.amazon.com/servicecatalog/latest/adminguide/catalogs_portfolios_sharing_how-to-share.html (2026-11)
- https://docs.aws.amazon.com/servicecatalog/latest/adminguide/constraints-launch.html (2026-11)
"""

from __future__ import annotations

from typing import Any

from checkov.common.models.enums import CheckResult

from guardrail_check import ResourceCheck
from guardrail_graph import Resource, itself, points_at, resources, same
from guardrail_values import UNKNOWN, unwrapped, value_at

RULE = {
    "id": "CKV_LZ_051",
    "title": "Portfolios are shared with units and products launched by a role",
    "severity": "MEDIUM",
    "rows": ["C14", "C17"],
    "pillar": "operations",
    "category": "IAM",
}

SHARE = "aws_servicecatalog_portfolio_share"
PRODUCT = "aws_servicecatalog_product_portfolio_association"
CONSTRAINT = "aws_servicecatalog_constraint"


class PortfolioShares(ResourceCheck):
    """Shares of portfolios, and the products in them."""

    def scan_resource_conf(self, conf: dict[str, Any]) -> CheckResult:
        """Return FAILED for a share with an account, and for a product that anybody launches as themselves."""
        return self._share(conf) if self.entity_type == SHARE else self._product(conf)

    def _share(self, conf: dict[str, Any]) -> CheckResult:
        kind = value_at(conf, "type")
        if kind is UNKNOWN:
            return self.unknown("type", "the type of the share is known only after apply")
        if kind != "ORGANIZATIONAL_UNIT":
            return self.fails("type", f"the portfolio is shared with {kind}; expected ORGANIZATIONAL_UNIT")
        return self.passes("type")

    def _product(self, conf: dict[str, Any]) -> CheckResult:
        own = itself(self, conf)
        found = [_launches(one, own) for one in resources(self.graph, CONSTRAINT)]
        if True in found:
            return self.passes("product_id")
        if None in found:
            return self.unknown("product_id", "there are launch constraints, and nobody can tell for which product")
        return self.fails("product_id", "no aws_servicecatalog_constraint of type LAUNCH is for this product")


def _launches(constraint: Resource, product: Resource) -> bool | None:
    """Whether a constraint names the role that launches a product of a portfolio."""
    kind = value_at(constraint.conf, "type")
    if kind not in ("LAUNCH", UNKNOWN) or constraint.folder != product.folder:
        return False
    meant = points_at(constraint, "product_id", product)
    if meant is False:
        here, there = (unwrapped(one.conf.get("product_id")) for one in (constraint, product))
        meant = None if here is None or there is None else same(here, there)
    return None if meant and kind is UNKNOWN else meant


check = PortfolioShares(RULE, (SHARE, PRODUCT))
