"""Service Catalog: portfolios, shares, products, constraints. moto lacks what joins portfolios and products."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any

from guardrails.rehearsal.answers.state import Answers, Handler, Place, new_id, take
from guardrails.rehearsal.answers.tags import forget_tags, listed, note_tags, tags_of

_DONE = "COMPLETED"


def _create_portfolio(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    id = f"port-{new_id()[:13]}"
    arn = here.arn("catalog", f"portfolio/{id}")
    chosen = {name: asked[name] for name in ("DisplayName", "Description", "ProviderName") if name in asked}
    here.tables["portfolios"][id] = {"Id": id, "ARN": arn, "CreatedTime": datetime.now(UTC), **chosen}
    note_tags(here, arn, asked.get("Tags"))
    return _portfolio(here, {"Id": id})


def _portfolio(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    found = take(here.tables["portfolios"], asked["Id"])
    return {"PortfolioDetail": found, "Tags": listed(tags_of(here, found["ARN"])), "TagOptions": [], "Budgets": []}


def _update_portfolio(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    found = take(here.tables["portfolios"], asked["Id"])
    found.update({name: asked[name] for name in ("DisplayName", "Description", "ProviderName") if name in asked})
    _retag(here, found["ARN"], asked)
    return _portfolio(here, asked)


def _retag(here: Place, arn: str, asked: dict[str, Any]) -> None:
    left = {key: value for key, value in tags_of(here, arn).items() if key not in (asked.get("RemoveTags") or ())}
    forget_tags(here, arn)
    note_tags(here, arn, left)
    note_tags(here, arn, asked.get("AddTags"))


def _drop(table: str, here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    take(here.tables[table], asked["Id"])
    del here.tables[table][asked["Id"]]
    return {}


def _create_share(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    take(here.tables["portfolios"], asked["PortfolioId"])
    node = asked.get("OrganizationNode") or {"Type": "ACCOUNT", "Value": asked.get("AccountId")}
    share = {
        "PrincipalId": node["Value"].rpartition("/")[2],
        "Type": node["Type"],
        "Accepted": node["Type"] != "ACCOUNT",
        "ShareTagOptions": asked.get("ShareTagOptions", False),
        "SharePrincipals": asked.get("SharePrincipals", False),
    }
    here.tables["shares"][_share_key(asked)] = share
    return _token(here, asked)


def _share_key(asked: dict[str, Any]) -> str:
    node = asked.get("OrganizationNode") or {"Type": "ACCOUNT", "Value": asked.get("AccountId")}
    return f"{asked['PortfolioId']}|{node['Type']}|{node['Value'].rpartition('/')[2]}"


def _token(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    if "OrganizationNode" not in asked:
        return {}
    token = f"share-{new_id()[:13]}"
    here.tables["tokens"][token] = asked
    return {"PortfolioShareToken": token}


def _share_status(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    token = asked["PortfolioShareToken"]
    wish = take(here.tables["tokens"], token)
    done: dict[str, list[Any]] = {"SuccessfulShares": [], "ShareErrors": []}
    node = wish["OrganizationNode"]["Value"]
    told = {"PortfolioShareToken": token, "PortfolioId": wish["PortfolioId"], "OrganizationNodeValue": node}
    return {**told, "Status": _DONE, "ShareDetails": done}


def _update_share(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    share = take(here.tables["shares"], _share_key(asked))
    share.update({name: asked[name] for name in ("ShareTagOptions", "SharePrincipals") if name in asked})
    return {**_token(here, asked), "Status": _DONE}


def _delete_share(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    take(here.tables["shares"], _share_key(asked))
    del here.tables["shares"][_share_key(asked)]
    return _token(here, asked)


def _shares(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    start = f"{asked['PortfolioId']}|{asked['Type']}|"
    return {"PortfolioShareDetails": [one for key, one in here.tables["shares"].items() if key.startswith(start)]}


def _create_product(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    id, now = f"prod-{new_id()[:13]}", datetime.now(UTC)
    arn = here.arn("catalog", f"product/{id}")
    told = ("Name", "Owner", "Distributor", "SupportEmail", "SupportDescription", "SupportUrl")
    summary = {
        "Id": f"prodview-{new_id()[:13]}",
        "ProductId": id,
        "Type": asked["ProductType"],
        "ShortDescription": asked.get("Description", ""),
        **{name: asked[name] for name in told if name in asked},
    }
    view = {"ProductViewSummary": summary, "Status": "CREATED", "ProductARN": arn, "CreatedTime": now}
    wish = asked.get("ProvisioningArtifactParameters") or {}
    artifact = {"Id": f"pa-{new_id()[:13]}", "CreatedTime": now, "Active": True, "Guidance": "DEFAULT"}
    artifact |= {name: wish[name] for name in ("Name", "Description", "Type") if name in wish}
    here.tables["products"][id] = {"view": view, "artifact": artifact, "info": wish.get("Info") or {}}
    note_tags(here, arn, asked.get("Tags"))
    tags = listed(tags_of(here, arn))
    return {"ProductViewDetail": view, "ProvisioningArtifactDetail": artifact, "Tags": tags}


def _product(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    found = take(here.tables["products"], asked["Id"])
    artifact = {name: found["artifact"].get(name) for name in ("Id", "Name", "Description", "CreatedTime")}
    return {
        "ProductViewDetail": found["view"],
        "ProvisioningArtifactSummaries": [artifact],
        "Tags": listed(tags_of(here, found["view"]["ProductARN"])),
        "TagOptions": [],
        "Budgets": [],
    }


def _update_product(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    found = take(here.tables["products"], asked["Id"])
    summary = found["view"]["ProductViewSummary"]
    summary.update({name: asked[name] for name in ("Name", "Owner", "SupportEmail") if name in asked})
    if "Description" in asked:
        summary["ShortDescription"] = asked["Description"]
    _retag(here, found["view"]["ProductARN"], asked)
    return {"ProductViewDetail": found["view"]}


def _artifact(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    found = take(here.tables["products"], asked["ProductId"])
    info = {"TemplateUrl": url} if (url := found["info"].get("LoadTemplateFromURL")) else found["info"]
    return {"ProvisioningArtifactDetail": found["artifact"], "Info": info, "Status": "AVAILABLE"}


def _associate_product(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    take(here.tables["products"], asked["ProductId"])
    portfolio = take(here.tables["portfolios"], asked["PortfolioId"])
    here.tables["in"][f"{asked['ProductId']}|{asked['PortfolioId']}"] = portfolio
    return {}


def _disassociate_product(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.tables["in"].pop(f"{asked['ProductId']}|{asked['PortfolioId']}", None)
    return {}


def _portfolios_of(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    start = f"{asked['ProductId']}|"
    return {"PortfolioDetails": [one for key, one in here.tables["in"].items() if key.startswith(start)]}


def _associate_principal(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    take(here.tables["portfolios"], asked["PortfolioId"])
    one = {"PrincipalARN": asked["PrincipalARN"], "PrincipalType": asked["PrincipalType"]}
    here.tables["principals"][f"{asked['PortfolioId']}|{asked['PrincipalARN']}"] = one
    return {}


def _disassociate_principal(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.tables["principals"].pop(f"{asked['PortfolioId']}|{asked['PrincipalARN']}", None)
    return {}


def _principals(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    start = f"{asked['PortfolioId']}|"
    return {"Principals": [one for key, one in here.tables["principals"].items() if key.startswith(start)]}


def _create_constraint(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    id = f"cons-{new_id()[:13]}"
    told = {name: asked[name] for name in ("Type", "Description", "ProductId", "PortfolioId") if name in asked}
    here.tables["constraints"][id] = {
        "ConstraintDetail": {"ConstraintId": id, "Owner": here.account, **told},
        "ConstraintParameters": asked.get("Parameters", ""),
        "Status": "AVAILABLE",
    }
    return _constraint(here, {"Id": id})


def _constraint(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = take(here.tables["constraints"], asked["Id"])
    return found


def _update_constraint(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    found = _constraint(here, asked)
    found["ConstraintDetail"].update({name: asked[name] for name in ("Description",) if name in asked})
    found["ConstraintParameters"] = asked.get("Parameters", found["ConstraintParameters"])
    return found


def _access(status: str, here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.tables["access"]["organization"] = status
    return {}


def _access_status(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {"AccessStatus": here.tables["access"].get("organization", "DISABLED")}


_HANDLERS: dict[str, Handler] = {
    "CreatePortfolio": _create_portfolio,
    "DescribePortfolio": _portfolio,
    "UpdatePortfolio": _update_portfolio,
    "DeletePortfolio": partial(_drop, "portfolios"),
    "CreatePortfolioShare": _create_share,
    "DescribePortfolioShareStatus": _share_status,
    "DescribePortfolioShares": _shares,
    "UpdatePortfolioShare": _update_share,
    "DeletePortfolioShare": _delete_share,
    "CreateProduct": _create_product,
    "DescribeProductAsAdmin": _product,
    "UpdateProduct": _update_product,
    "DeleteProduct": partial(_drop, "products"),
    "DescribeProvisioningArtifact": _artifact,
    "AssociateProductWithPortfolio": _associate_product,
    "DisassociateProductFromPortfolio": _disassociate_product,
    "ListPortfoliosForProduct": _portfolios_of,
    "AssociatePrincipalWithPortfolio": _associate_principal,
    "DisassociatePrincipalFromPortfolio": _disassociate_principal,
    "ListPrincipalsForPortfolio": _principals,
    "CreateConstraint": _create_constraint,
    "DescribeConstraint": _constraint,
    "UpdateConstraint": _update_constraint,
    "DeleteConstraint": partial(_drop, "constraints"),
    "EnableAWSOrganizationsAccess": partial(_access, "ENABLED"),
    "DisableAWSOrganizationsAccess": partial(_access, "DISABLED"),
    "GetAWSOrganizationsAccessStatus": _access_status,
}

ANSWERS: Answers = {("servicecatalog", name): handler for name, handler in _HANDLERS.items()}
