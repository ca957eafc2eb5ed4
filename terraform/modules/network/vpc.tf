resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true # private names of interface endpoints need both

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-vpc" })
}

# The defaults that every VPC brings along: without rules and routes nothing works by accident.
resource "aws_default_security_group" "this" {
  vpc_id = aws_vpc.this.id

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-sg-default" })
}

resource "aws_default_route_table" "this" {
  default_route_table_id = aws_vpc.this.default_route_table_id
  route                  = []

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-rtb-default" })
}
