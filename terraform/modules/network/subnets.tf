resource "aws_subnet" "public" {
  for_each = local.public_subnets

  vpc_id                  = aws_vpc.this.id
  cidr_block              = each.value
  availability_zone       = "${var.region}${each.key}"
  map_public_ip_on_launch = false # the NAT has an Elastic IP; nothing else is launched here

  tags = merge(local.common_tags, local.cluster_tags, {
    Name                     = "${var.name_prefix}-${each.key}-subnet-public"
    "kubernetes.io/role/elb" = "1"
  })
}

resource "aws_subnet" "private" {
  for_each = local.private_subnets

  vpc_id                  = aws_vpc.this.id
  cidr_block              = each.value
  availability_zone       = "${var.region}${each.key}"
  map_public_ip_on_launch = false

  tags = merge(local.common_tags, local.cluster_tags, {
    Name                              = "${var.name_prefix}-${each.key}-subnet-private"
    "kubernetes.io/role/internal-elb" = "1"
  })
}
