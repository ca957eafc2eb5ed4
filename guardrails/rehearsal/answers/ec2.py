"""EC2's defaults of an account in a Region: EBS encryption, public access of images and snapshots, metadata service.

And what moto forgets of a transit gateway's default route table.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from guardrails.rehearsal.answers.state import PASS_ON, Answers, Place

_OFF = {"images": "unblocked", "snapshots": "unblocked"}
_METADATA = {
    "HttpTokens": "HttpTokens",
    "HttpEndpoint": "HttpEndpoint",
    "InstanceMetadataTags": "InstanceMetadataTags",
    "HttpPutResponseHopLimit": "HttpPutResponseHopLimit",
}


def _switch(member: str, table: str, on: bool, here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.tables["defaults"][table] = on
    return {member: on}


def _shown(member: str, table: str, here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {member: here.tables["defaults"].get(table, False)}


def _block(member: str, table: str, here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    here.tables["defaults"][table] = asked.get(member, _OFF[table])
    return {member: here.tables["defaults"][table]}


def _blocked(member: str, table: str, here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {member: here.tables["defaults"].get(table, _OFF[table])}


def _set_metadata(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    kept = here.tables["metadata"]
    for name in _METADATA:
        # -1 and "no-preference" mean: as if it had never been set.
        if asked.get(name) in ("-1", "no-preference"):
            kept.pop(name, None)
        elif name in asked:
            kept[name] = asked[name]
    return {"Return": True}


def _metadata(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    return {"AccountLevel": dict(here.tables["metadata"])}


def _disassociate(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    """moto forgets that an attachment was associated by default, and fails when that ends."""
    attachment, table = asked["TransitGatewayAttachmentId"], asked["TransitGatewayRouteTableId"]
    if attachment in _moto(here).transit_gateway_associations:
        return PASS_ON
    _moto(here).unset_route_table_association(table, tgw_attach_id=attachment)
    _moto(here).unset_attachment_association(attachment)
    return {"Association": {"TransitGatewayAttachmentId": attachment, "State": "disassociated"}}


def _disable_propagation(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    """As with associations."""
    attachment, table = asked["TransitGatewayAttachmentId"], asked["TransitGatewayRouteTableId"]
    if attachment in _moto(here).transit_gateway_propagations:
        return PASS_ON
    _moto(here).disable_route_table_propagation(attachment, table)
    _moto(here).disable_attachment_propagation(transit_gateway_attachment_id=attachment)
    return {"Propagation": {"TransitGatewayAttachmentId": attachment, "State": "disabled"}}


def _rules_to_lists(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    """moto forgets the description of a rule to a prefix list."""
    for name, value in asked.items():
        if ".PrefixListIds." in name and name.endswith(".Description"):
            prefix_list = asked[name.removesuffix("Description") + "PrefixListId"]
            here.tables["prefix-lists"][f"{asked['GroupId']}|{prefix_list}"] = value
    return PASS_ON


def _rules(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    """Give moto the descriptions where it looks for them: in the range, which shows as none without addresses."""
    # Copies, for other threads make groups meanwhile.
    for groups in list(_moto(here).groups.values()):
        for group in list(groups.values()):
            for rule in (*group.ingress_rules, *group.egress_rules):
                text = here.tables["prefix-lists"].get(f"{group.id}|{rule.prefix_list_id}")
                if text:
                    rule.ip_range = {"Description": text}
    return PASS_ON


def _template_versions(here: Place, asked: dict[str, Any]) -> dict[str, Any]:
    """moto counts the tags of a launch template itself among those that it gives to what is launched."""
    for template in list(_moto(here).launch_templates.values()):
        for version in template.versions:
            given = version.data.get("TagSpecifications") or []
            version.data["TagSpecifications"] = [one for one in given if one.get("ResourceType") != "launch-template"]
    return PASS_ON


def _moto(here: Place) -> Any:
    from moto.ec2.models import ec2_backends

    return ec2_backends[here.account][here.region]


ANSWERS: Answers = {
    ("ec2", "AuthorizeSecurityGroupEgress"): _rules_to_lists,
    ("ec2", "AuthorizeSecurityGroupIngress"): _rules_to_lists,
    ("ec2", "DescribeSecurityGroupRules"): _rules,
    ("ec2", "DescribeLaunchTemplateVersions"): _template_versions,
    ("ec2", "DisassociateTransitGatewayRouteTable"): _disassociate,
    ("ec2", "DisableTransitGatewayRouteTablePropagation"): _disable_propagation,
    ("ec2", "EnableEbsEncryptionByDefault"): partial(_switch, "EbsEncryptionByDefault", "ebs", True),
    ("ec2", "DisableEbsEncryptionByDefault"): partial(_switch, "EbsEncryptionByDefault", "ebs", False),
    ("ec2", "GetEbsEncryptionByDefault"): partial(_shown, "EbsEncryptionByDefault", "ebs"),
    ("ec2", "EnableSerialConsoleAccess"): partial(_switch, "SerialConsoleAccessEnabled", "serial", True),
    ("ec2", "DisableSerialConsoleAccess"): partial(_switch, "SerialConsoleAccessEnabled", "serial", False),
    ("ec2", "GetSerialConsoleAccessStatus"): partial(_shown, "SerialConsoleAccessEnabled", "serial"),
    ("ec2", "EnableImageBlockPublicAccess"): partial(_block, "ImageBlockPublicAccessState", "images"),
    ("ec2", "DisableImageBlockPublicAccess"): partial(_block, "ImageBlockPublicAccessState", "images"),
    ("ec2", "GetImageBlockPublicAccessState"): partial(_blocked, "ImageBlockPublicAccessState", "images"),
    ("ec2", "EnableSnapshotBlockPublicAccess"): partial(_block, "State", "snapshots"),
    ("ec2", "DisableSnapshotBlockPublicAccess"): partial(_block, "State", "snapshots"),
    ("ec2", "GetSnapshotBlockPublicAccessState"): partial(_blocked, "State", "snapshots"),
    ("ec2", "ModifyInstanceMetadataDefaults"): _set_metadata,
    ("ec2", "GetInstanceMetadataDefaults"): _metadata,
}
