locals {
  workload_segments = [for name, segment in var.segments : name if !segment.shared]

  # Segments whose attachments appear in the route table of a segment. A workload segment sees the shared segments that it
  # may reach. A shared segment sees those and, for the way back, every segment that may reach it.
  visible = {
    for name, segment in var.segments : name => sort(distinct(concat(
      segment.may_reach,
      segment.shared ? [for other, o in var.segments : other if contains(o.may_reach, name)] : [],
    )))
  }

  # "prod<-logging": the attachment logging is propagated into the route table of segment prod.
  propagations = merge([
    for segment, others in local.visible : {
      for name, a in var.attachments : "${segment}<-${name}" => { segment = segment, attachment = name }
      if contains(others, a.segment)
    }
  ]...)

  default_routes = merge([
    for segment, others in local.visible : {
      for name, a in var.attachments : segment => name
      if a.default_route && contains(var.segments[segment].may_reach, a.segment)
    }
  ]...)

  blackholes = {
    for pair in setproduct(local.workload_segments, var.blackhole_cidrs) : "${pair[0]}:${pair[1]}" => { segment = pair[0], cidr = pair[1] }
  }

  # Read from what is propagated and routed, not from the intention in var.segments.
  edges = concat(values(local.propagations), [for segment, name in local.default_routes : { segment = segment, attachment = name }])

  attachment_reachability = {
    for name, a in var.attachments : name => sort(distinct([for edge in local.edges : edge.attachment if edge.segment == a.segment && edge.attachment != name]))
  }

  reachability = {
    for name in keys(var.segments) : name => sort(distinct([for edge in local.edges : var.attachments[edge.attachment].segment if edge.segment == name]))
  }
}

resource "aws_ec2_transit_gateway_route_table" "this" {
  for_each = var.segments

  transit_gateway_id = aws_ec2_transit_gateway.this.id

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-tgw-rt-${each.key}" })
}

resource "aws_ec2_transit_gateway_route_table_association" "this" {
  for_each = var.attachments

  transit_gateway_attachment_id  = local.attachment_ids[each.key]
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.this[each.value.segment].id
}

resource "aws_ec2_transit_gateway_route_table_propagation" "this" {
  for_each = local.propagations

  transit_gateway_attachment_id  = local.attachment_ids[each.value.attachment]
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.this[each.value.segment].id
}

resource "aws_ec2_transit_gateway_route" "default" {
  for_each = local.default_routes

  destination_cidr_block         = "0.0.0.0/0"
  transit_gateway_attachment_id  = local.attachment_ids[each.value]
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.this[each.key].id
}

resource "aws_ec2_transit_gateway_route" "blackhole" {
  for_each = local.blackholes

  destination_cidr_block         = each.value.cidr
  blackhole                      = true
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.this[each.value.segment].id
}
