# account: Dev
resource "aws_internet_gateway" "main" {
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_ssm_parameter" "late" {
  name           = "/MM/dev/late"
  type           = "String"
  insecure_value = "x"
}

# Which table this is stands in a parameter.
resource "aws_route" "unknown_table" {
  route_table_id         = aws_ssm_parameter.late.arn
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}

# The route may be in this subnet's table, or in another one.
resource "aws_subnet" "unknown_public" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.1.0.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_route_table" "empty" {
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_route_table_association" "empty" {
  subnet_id      = aws_subnet.unknown_public.id
  route_table_id = aws_route_table.empty.id
}
