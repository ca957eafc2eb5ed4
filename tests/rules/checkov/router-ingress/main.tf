locals {
  routers = toset(["a", "b"])
}

resource "aws_security_group" "pass_router" {
  name   = "MM-prod-use1-sg-router"
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_security_group" "pass_from_inside" {
  vpc_id = "vpc-0123456789abcdef0"
  tags   = { Purpose = "router" }

  ingress {
    protocol    = "icmp"
    from_port   = 8
    to_port     = 0
    cidr_blocks = ["10.2.0.0/16"]
  }
}

resource "aws_security_group" "fail_wireguard" {
  name   = "MM-prod-use1-sg-router-b"
  vpc_id = "vpc-0123456789abcdef0"

  ingress {
    protocol         = "udp"
    from_port        = 41641
    to_port          = 41641
    ipv6_cidr_blocks = ["::/0"]
  }
}

resource "aws_vpc_security_group_ingress_rule" "fail_beside" {
  security_group_id = aws_security_group.pass_router.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "udp"
  from_port         = 41641
  to_port           = 41641
}

resource "aws_security_group_rule" "fail_old_form" {
  type              = "ingress"
  security_group_id = aws_security_group.pass_router.id
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_vpc_security_group_ingress_rule" "pass_beside" {
  security_group_id = aws_security_group.pass_router.id
  cidr_ipv4         = "10.2.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 9100
  to_port           = 9100
}

resource "aws_security_group_rule" "outbound" {
  type              = "egress"
  security_group_id = aws_security_group.pass_router.id
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# The groups of several routers, and a rule for one of them.
resource "aws_security_group" "pass_many" {
  for_each = local.routers

  name   = "MM-prod-use1-${each.key}-sg-router"
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_vpc_security_group_ingress_rule" "fail_of_each" {
  for_each = toset(["b"])

  security_group_id = aws_security_group.pass_many[each.key].id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# Another group may be open.
resource "aws_security_group" "web" {
  name   = "MM-prod-use1-sg-web"
  vpc_id = "vpc-0123456789abcdef0"
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id = aws_security_group.web.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_ssm_parameter" "office" {
  name           = "/network/office"
  type           = "String"
  insecure_value = "198.51.100.0/24"
}

resource "aws_vpc_security_group_ingress_rule" "unknown_range" {
  security_group_id = aws_security_group.pass_router.id
  cidr_ipv4         = aws_ssm_parameter.office.id
  ip_protocol       = "udp"
  from_port         = 41641
  to_port           = 41641
}
