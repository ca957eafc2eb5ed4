# account: Dev
resource "aws_route_table" "private" {
  for_each = toset(["a", "b"])

  vpc_id = "vpc-0123456789abcdef0"
  tags   = { Name = "MM-dev-use1-${each.key}-rtb-private" }
}

resource "aws_route_table" "public" {
  vpc_id = "vpc-0123456789abcdef0"
  tags   = { Name = "MM-dev-use1-rtb-public" }
}

# The table of another VPC.
resource "aws_route_table" "other" {
  vpc_id = "vpc-0fedcba9876543210"
  tags   = { Name = "MM-dev-use1-rtb-private" }
}

resource "aws_vpc_endpoint" "pass_every_table" {
  vpc_id          = "vpc-0123456789abcdef0"
  service_name    = "com.amazonaws.us-east-1.s3"
  route_table_ids = [aws_route_table.private["a"].id, aws_route_table.private["b"].id]
}

resource "aws_vpc_endpoint" "fail_one_table" {
  vpc_id          = "vpc-0123456789abcdef0"
  service_name    = "com.amazonaws.us-east-1.dynamodb"
  route_table_ids = [aws_route_table.private["a"].id]
}

resource "aws_vpc_endpoint" "pass_beside" {
  vpc_id          = "vpc-0123456789abcdef0"
  service_name    = "com.amazonaws.us-east-1.dynamodb"
  route_table_ids = [aws_route_table.private["a"].id]
}

resource "aws_vpc_endpoint_route_table_association" "beside" {
  vpc_endpoint_id = aws_vpc_endpoint.pass_beside.id
  route_table_id  = aws_route_table.private["b"].id
}

resource "aws_security_group" "inside" {
  name   = "MM-dev-use1-sg-endpoints"
  vpc_id = "vpc-0123456789abcdef0"

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["10.1.0.0/16"]
  }
}

resource "aws_security_group" "open" {
  name   = "MM-dev-use1-sg-open"
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_vpc_security_group_ingress_rule" "open" {
  security_group_id = aws_security_group.open.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_endpoint" "pass_interface" {
  vpc_id              = "vpc-0123456789abcdef0"
  service_name        = "com.amazonaws.us-east-1.sts"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  security_group_ids  = [aws_security_group.inside.id]
}

resource "aws_vpc_endpoint" "fail_open" {
  vpc_id              = "vpc-0123456789abcdef0"
  service_name        = "com.amazonaws.us-east-1.logs"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  security_group_ids  = [aws_security_group.open.id]
}

resource "aws_vpc_endpoint" "fail_no_names" {
  vpc_id             = "vpc-0123456789abcdef0"
  service_name       = "com.amazonaws.us-east-1.secretsmanager"
  vpc_endpoint_type  = "Interface"
  security_group_ids = [aws_security_group.inside.id]
}
