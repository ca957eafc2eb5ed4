resource "aws_eip" "nat" {
  for_each = local.nat_zones

  domain = "vpc"

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-${each.key}-eip-nat" })

  # AWS accepts the association of an address only when the VPC has its internet gateway.
  depends_on = [aws_internet_gateway.this]
}
