# account: Dev
resource "aws_internet_gateway" "main" {
  vpc_id = "vpc-0123456789abcdef0"
}

# A public and a private subnet as they should be.
resource "aws_subnet" "pass_public" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.1.0.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_route_table" "open" {
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_route_table_association" "pass_public" {
  subnet_id      = aws_subnet.pass_public.id
  route_table_id = aws_route_table.open.id
}

resource "aws_route" "pass_public" {
  route_table_id         = aws_route_table.open.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}

resource "aws_subnet" "closed" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.1.10.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_route_table" "closed" {
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_route_table_association" "closed" {
  subnet_id      = aws_subnet.closed.id
  route_table_id = aws_route_table.closed.id
}

resource "aws_route" "pass_closed" {
  route_table_id         = aws_route_table.closed.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = "nat-0123456789abcdef0"
}

# A private subnet in a table that leads to the internet gateway.
resource "aws_subnet" "leaking" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.1.11.0/24"
  availability_zone = "us-east-1b"
}

resource "aws_route_table" "leaking" {
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_route_table_association" "leaking" {
  subnet_id      = aws_subnet.leaking.id
  route_table_id = aws_route_table.leaking.id
}

resource "aws_route" "fail_leaking" {
  route_table_id         = aws_route_table.leaking.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}

# The same, with the route in the table.
resource "aws_subnet" "inline" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.1.11.0/24"
  availability_zone = "us-east-1b"
}

resource "aws_route_table" "fail_inline" {
  vpc_id = "vpc-0123456789abcdef0"

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = "igw-0123456789abcdef0"
  }
}

resource "aws_route_table_association" "inline" {
  subnet_id      = aws_subnet.inline.id
  route_table_id = aws_route_table.fail_inline.id
}

# No subnet of this code uses the table; its name says what it is for.
resource "aws_route_table" "by_name" {
  vpc_id = "vpc-0123456789abcdef0"
  tags   = { Name = "MM-dev-use1-rtb-private" }
}

resource "aws_route" "fail_by_name" {
  route_table_id         = aws_route_table.by_name.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}

# A public subnet that leads nowhere.
resource "aws_subnet" "fail_nowhere" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.1.1.0/24"
  availability_zone = "us-east-1b"
}

resource "aws_route_table" "nowhere" {
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_route_table_association" "nowhere" {
  subnet_id      = aws_subnet.fail_nowhere.id
  route_table_id = aws_route_table.nowhere.id
}

# Each instance has its own table.
resource "aws_subnet" "many" {
  for_each = { a = "10.1.10.0/24", b = "10.1.11.0/24" }

  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = each.value
  availability_zone = "us-east-1${each.key}"
}

resource "aws_route_table" "fail_many" {
  for_each = { a = "igw-0123456789abcdef0", b = "igw-0123456789abcdef0" }

  vpc_id = "vpc-0123456789abcdef0"

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = each.value
  }
}

resource "aws_route_table_association" "many" {
  for_each = { a = 1, b = 2 }

  subnet_id      = aws_subnet.many[each.key].id
  route_table_id = aws_route_table.fail_many[each.key].id
}
