resource "aws_ec2_transit_gateway_vpc_attachment" "this" {
  for_each = local.own_attachments

  transit_gateway_id = aws_ec2_transit_gateway.this.id
  vpc_id             = each.value.vpc_id
  subnet_ids         = each.value.subnet_ids

  transit_gateway_default_route_table_association = false
  transit_gateway_default_route_table_propagation = false

  # A segment with inspection or egress needs both directions of a flow in the same zone.
  appliance_mode_support = each.value.default_route ? "enable" : "disable"

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-tgw-attachment-${each.key}" })
}

resource "aws_ec2_transit_gateway_vpc_attachment_accepter" "this" {
  for_each = local.foreign_attachments

  transit_gateway_attachment_id                   = each.value.attachment_id
  transit_gateway_default_route_table_association = false
  transit_gateway_default_route_table_propagation = false

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-tgw-attachment-${each.key}" })
}

locals {
  attachment_ids = merge(
    { for name, attachment in aws_ec2_transit_gateway_vpc_attachment.this : name => attachment.id },
    { for name, attachment in aws_ec2_transit_gateway_vpc_attachment_accepter.this : name => attachment.id },
  )
}
