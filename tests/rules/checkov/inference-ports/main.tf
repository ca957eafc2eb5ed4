locals {
  right = { https = 443, grpc = 50051 }
  wrong = { debug = 8080 }
}

resource "aws_security_group" "pass_inference" {
  name   = "MM-prod-use1-sg-inference"
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_security_group" "pass_inside" {
  name   = "MM-prod-use1-sg-inference-b"
  vpc_id = "vpc-0123456789abcdef0"

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["10.2.10.0/24", "10.2.11.0/24"]
  }
}

resource "aws_security_group" "fail_public" {
  vpc_id = "vpc-0123456789abcdef0"
  tags   = { Purpose = "inference" }

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["198.51.100.0/24"]
  }
}

resource "aws_security_group_rule" "fail_every_protocol" {
  type              = "ingress"
  security_group_id = aws_security_group.pass_inference.id
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["10.2.10.0/24"]
}

resource "aws_vpc_security_group_ingress_rule" "fail_range" {
  security_group_id = aws_security_group.pass_inference.id
  cidr_ipv4         = "10.2.10.0/24"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 50051
}

resource "aws_vpc_security_group_ingress_rule" "pass_each" {
  for_each = local.right

  security_group_id = aws_security_group.pass_inference.id
  cidr_ipv4         = "10.2.10.0/24"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

resource "aws_vpc_security_group_ingress_rule" "fail_each" {
  for_each = local.wrong

  security_group_id = aws_security_group.pass_inference.id
  cidr_ipv4         = "10.2.10.0/24"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

resource "aws_vpc_security_group_ingress_rule" "pass_group" {
  security_group_id            = aws_security_group.pass_inference.id
  referenced_security_group_id = "sg-0123456789abcdef0"
  ip_protocol                  = "tcp"
  from_port                    = 50051
  to_port                      = 50051
}

resource "aws_vpc_security_group_egress_rule" "outbound" {
  security_group_id = aws_security_group.pass_inference.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_ssm_parameter" "port" {
  name           = "/inference/range"
  type           = "String"
  insecure_value = "10.2.10.0/24"
}

resource "aws_vpc_security_group_ingress_rule" "unknown_range" {
  security_group_id = aws_security_group.pass_inference.id
  cidr_ipv4         = aws_ssm_parameter.port.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_ingress_rule" "unknown_list" {
  security_group_id = aws_security_group.pass_inference.id
  prefix_list_id    = "pl-0123456789abcdef0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
