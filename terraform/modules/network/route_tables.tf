resource "aws_route_table" "public" {
  vpc_id = aws_vpc.this.id

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-rtb-public" })
}

resource "aws_route" "public_internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this.id
}

resource "aws_route_table_association" "public" {
  for_each = local.public_subnets

  subnet_id      = aws_subnet.public[each.key].id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table" "private" {
  for_each = local.private_tables

  vpc_id = aws_vpc.this.id

  tags = merge(local.common_tags, {
    Name = each.key == "shared" ? "${var.name_prefix}-rtb-private" : "${var.name_prefix}-${each.key}-rtb-private"
  })
}

resource "aws_route" "private_gateway" {
  for_each = length(local.gateway_zones) > 0 ? local.private_tables : toset([])

  route_table_id         = aws_route_table.private[each.key].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[each.key == "shared" ? var.zones[0] : each.key].id
}

resource "aws_route" "private_instance" {
  for_each = local.instance_zones

  route_table_id         = aws_route_table.private["shared"].id
  destination_cidr_block = "0.0.0.0/0"
  network_interface_id   = aws_instance.nat[each.key].primary_network_interface_id
}

resource "aws_route_table_association" "private" {
  for_each = local.private_subnets

  subnet_id      = aws_subnet.private[each.key].id
  route_table_id = aws_route_table.private[local.per_zone ? each.key : "shared"].id
}
