# account: Prod
resource "aws_subnet" "public_a" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.0.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_subnet" "public_b" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.1.0/24"
  availability_zone = "us-east-1b"
}

resource "aws_subnet" "private_a" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.10.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_subnet" "private_b" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.11.0/24"
  availability_zone = "us-east-1b"
}

resource "aws_nat_gateway" "a" {
  subnet_id = aws_subnet.public_a.id
}

resource "aws_nat_gateway" "b" {
  subnet_id = aws_subnet.public_b.id
}

resource "aws_route_table" "a" {
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_route_table" "b" {
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_route_table" "shared" {
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_route_table_association" "a" {
  subnet_id      = aws_subnet.private_a.id
  route_table_id = aws_route_table.a.id
}

resource "aws_route_table_association" "b" {
  subnet_id      = aws_subnet.private_b.id
  route_table_id = aws_route_table.b.id
}

resource "aws_route" "pass_a" {
  route_table_id         = aws_route_table.a.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.a.id
}

resource "aws_route" "pass_b" {
  route_table_id         = aws_route_table.b.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.b.id
}

resource "aws_route" "fail_b" {
  route_table_id         = aws_route_table.b.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.a.id
}

# One table for both zones.
resource "aws_route_table_association" "shared_a" {
  subnet_id      = aws_subnet.private_a.id
  route_table_id = aws_route_table.shared.id
}

resource "aws_route_table_association" "shared_b" {
  subnet_id      = aws_subnet.private_b.id
  route_table_id = aws_route_table.shared.id
}

resource "aws_route" "fail_shared" {
  route_table_id         = aws_route_table.shared.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.a.id
}

# The name says which zone it is for.
resource "aws_route_table" "named" {
  vpc_id = "vpc-0123456789abcdef0"
  tags   = { Name = "MM-prod-use1-b-rtb-private" }
}

resource "aws_route" "fail_named" {
  route_table_id         = aws_route_table.named.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.a.id
}

# No NAT gateway.
resource "aws_route" "other" {
  route_table_id         = aws_route_table.a.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = "igw-0123456789abcdef0"
}

# The gateway is of another code.
resource "aws_route" "unknown_gateway" {
  route_table_id         = aws_route_table.a.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = "nat-0123456789abcdef0"
}
