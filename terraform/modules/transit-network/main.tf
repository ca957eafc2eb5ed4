locals {
  common_tags = merge(var.common_tags, { Module = "transit-network" })

  own_attachments     = { for name, a in var.attachments : name => a if a.vpc_id != null }
  foreign_attachments = { for name, a in var.attachments : name => a if a.attachment_id != null }
}

resource "aws_ec2_transit_gateway" "this" {
  description     = var.description
  amazon_side_asn = var.amazon_side_asn

  # Row E6: an attachment gets a route table and routes only where this module says so.
  default_route_table_association = "disable"
  default_route_table_propagation = "disable"
  auto_accept_shared_attachments  = "disable"

  dns_support                        = "enable"
  vpn_ecmp_support                   = "enable"
  security_group_referencing_support = "disable"

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-tgw" })
}

resource "aws_ram_resource_share" "this" {
  name                      = "${var.name_prefix}-ram-tgw"
  allow_external_principals = false

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-ram-tgw" })
}

resource "aws_ram_resource_association" "this" {
  resource_arn       = aws_ec2_transit_gateway.this.arn
  resource_share_arn = aws_ram_resource_share.this.arn
}

resource "aws_ram_principal_association" "this" {
  for_each = var.share_principals

  principal          = each.value
  resource_share_arn = aws_ram_resource_share.this.arn
}
