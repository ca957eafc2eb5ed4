resource "aws_ec2_transit_gateway_vpc_attachment" "pass_prod" {
  transit_gateway_id = "tgw-0123456789abcdef0"
  vpc_id             = "vpc-0123456789abcdef0"
  subnet_ids         = ["subnet-0aaaaaaaaaaaaaaaa"]
  tags               = { Environment = "prod", Name = "MM-prod-use1-tgw-attachment" }
}

resource "aws_ec2_transit_gateway_vpc_attachment" "pass_logging" {
  transit_gateway_id = "tgw-0123456789abcdef0"
  vpc_id             = "vpc-0bbbbbbbbbbbbbbbb"
  subnet_ids         = ["subnet-0bbbbbbbbbbbbbbbb"]
  tags               = { Environment = "shared", Segment = "shared" }
}

resource "aws_ec2_transit_gateway_vpc_attachment" "fail_sandbox" {
  transit_gateway_id = "tgw-0123456789abcdef0"
  vpc_id             = "vpc-0cccccccccccccccc"
  subnet_ids         = ["subnet-0cccccccccccccccc"]
  tags               = { Environment = "sandbox" }
}

resource "aws_ec2_transit_gateway_vpc_attachment" "unknown_untagged" {
  transit_gateway_id = "tgw-0123456789abcdef0"
  vpc_id             = "vpc-0dddddddddddddddd"
  subnet_ids         = ["subnet-0dddddddddddddddd"]
}

resource "aws_ec2_transit_gateway_route_table" "fail_dev" {
  transit_gateway_id = "tgw-0123456789abcdef0"
  tags               = { Name = "MM-prod-use1-tgw-rt-dev" }
}

resource "aws_ec2_transit_gateway_route_table" "pass_prod" {
  transit_gateway_id = "tgw-0123456789abcdef0"
  tags               = { Name = "MM-prod-use1-tgw-rt-prod" }
}

resource "aws_ec2_transit_gateway_route_table" "pass_test" {
  transit_gateway_id = "tgw-0123456789abcdef0"
  tags               = { Segment = "test" }
}

resource "aws_ec2_transit_gateway_route_table" "pass_shared" {
  transit_gateway_id = "tgw-0123456789abcdef0"
  tags               = { Segment = "shared" }
}

# Nothing says whose it is.
resource "aws_ec2_transit_gateway_route_table" "unknown_nameless" {
  transit_gateway_id = "tgw-0123456789abcdef0"
}

resource "aws_ec2_transit_gateway_route_table_propagation" "prod_into_dev" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.pass_prod.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.fail_dev.id
}

resource "aws_ec2_transit_gateway_route_table_propagation" "prod_into_prod" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.pass_prod.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.pass_prod.id
}

resource "aws_ec2_transit_gateway_route_table_propagation" "prod_into_shared" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.pass_prod.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.pass_shared.id
}

resource "aws_ec2_transit_gateway_route_table_propagation" "prod_into_nameless" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.pass_prod.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.unknown_nameless.id
}

resource "aws_ec2_transit_gateway_route_table_propagation" "logging_into_test" {
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.pass_logging.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway_route_table.pass_test.id
}
