resource "aws_ec2_transit_gateway" "pass_closed" {
  auto_accept_shared_attachments  = "disable"
  default_route_table_association = "disable"
  default_route_table_propagation = "disable"
}

# Sharing is off when nothing is said; the two others are on.
resource "aws_ec2_transit_gateway" "pass_sharing_unsaid" {
  default_route_table_association = "disable"
  default_route_table_propagation = "disable"
}

resource "aws_ec2_transit_gateway" "fail_silent" {
  description = "The defaults of AWS"
}

resource "aws_ec2_transit_gateway" "fail_propagation_unsaid" {
  default_route_table_association = "disable"
}

resource "aws_ec2_transit_gateway" "fail_association_unsaid" {
  default_route_table_propagation = "disable"
}

resource "aws_ec2_transit_gateway" "fail_sharing" {
  auto_accept_shared_attachments  = "enable"
  default_route_table_association = "disable"
  default_route_table_propagation = "disable"
}

resource "aws_ec2_transit_gateway" "fail_propagation" {
  default_route_table_association = "disable"
  default_route_table_propagation = "enable"
}

resource "aws_ssm_parameter" "switch" {
  name           = "/network/sharing"
  type           = "String"
  insecure_value = "disable"
}

resource "aws_ec2_transit_gateway" "unknown_sharing" {
  auto_accept_shared_attachments  = aws_ssm_parameter.switch.id
  default_route_table_association = "disable"
  default_route_table_propagation = "disable"
}
