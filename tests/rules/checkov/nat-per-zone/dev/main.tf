# account: Dev
# Dev needs no gateway for each zone.
resource "aws_subnet" "public_a" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.1.0.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_nat_gateway" "a" {
  subnet_id = aws_subnet.public_a.id
}

resource "aws_route_table" "b" {
  vpc_id = "vpc-0123456789abcdef0"
  tags   = { Name = "MM-dev-use1-b-rtb-private" }
}

resource "aws_route" "other" {
  route_table_id         = aws_route_table.b.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.a.id
}
