# account: Dev
resource "aws_ec2_transit_gateway_vpc_attachment" "pass_dev" {
  transit_gateway_id = "tgw-0123456789abcdef0"
  vpc_id             = "vpc-0123456789abcdef0"
  subnet_ids         = ["subnet-0aaaaaaaaaaaaaaaa"]
  tags               = { Segment = "dev" }
}

resource "aws_ec2_transit_gateway_vpc_attachment" "pass_unsaid" {
  transit_gateway_id = "tgw-0123456789abcdef0"
  vpc_id             = "vpc-0bbbbbbbbbbbbbbbb"
  subnet_ids         = ["subnet-0bbbbbbbbbbbbbbbb"]
}

resource "aws_ec2_transit_gateway_vpc_attachment" "fail_prod" {
  transit_gateway_id = "tgw-0123456789abcdef0"
  vpc_id             = "vpc-0cccccccccccccccc"
  subnet_ids         = ["subnet-0cccccccccccccccc"]
  tags               = { Segment = "prod" }
}

# Each table gets both attachments.
resource "aws_ec2_transit_gateway_route_table" "fail_each" {
  for_each = toset(["prod", "test"])

  transit_gateway_id = "tgw-0123456789abcdef0"
  tags               = { Name = "MM-dev-use1-tgw-rt-${each.key}" }
}

resource "aws_ec2_transit_gateway_route_table_propagation" "each" {
  for_each = aws_ec2_transit_gateway_route_table.fail_each

  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.pass_dev.id
  transit_gateway_route_table_id = each.value.id
}
