resource "aws_nat_gateway" "this" {
  for_each = local.gateway_zones

  subnet_id     = aws_subnet.public[each.key].id
  allocation_id = aws_eip.nat[each.key].id

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-${each.key}-nat" })

  # A gateway that starts before the VPC has its internet gateway fails.
  depends_on = [aws_internet_gateway.this]
}
