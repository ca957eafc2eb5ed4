locals {
  ports = { https = 443, grpc = 50051 }
}

resource "aws_security_group" "pass_inside" {
  name   = "MM-prod-use1-sg-inside"
  vpc_id = "vpc-0123456789abcdef0"

  ingress {
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = ["10.2.0.0/16"]
  }

  ingress {
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "fail_range" {
  name   = "MM-prod-use1-sg-range"
  vpc_id = "vpc-0123456789abcdef0"

  ingress {
    protocol         = "tcp"
    from_port        = 5000
    to_port          = 6000
    ipv6_cidr_blocks = ["::/0"]
  }
}

resource "aws_security_group" "fail_halves" {
  name   = "MM-prod-use1-sg-halves"
  vpc_id = "vpc-0123456789abcdef0"

  ingress {
    protocol    = "tcp"
    from_port   = 3306
    to_port     = 3306
    cidr_blocks = ["0.0.0.0/1", "128.0.0.0/1"]
  }
}

resource "aws_default_security_group" "fail_opened" {
  vpc_id = "vpc-0123456789abcdef0"

  ingress {
    protocol    = -1
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group_rule" "fail_every_port" {
  type              = "ingress"
  security_group_id = "sg-0123456789abcdef0"
  protocol          = "tcp"
  from_port         = 0
  to_port           = 65535
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_security_group_rule" "pass_ping" {
  type              = "ingress"
  security_group_id = "sg-0123456789abcdef0"
  protocol          = "icmp"
  from_port         = 8
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

# What goes out is no business of this rule.
resource "aws_security_group_rule" "outbound" {
  type              = "egress"
  security_group_id = "sg-0123456789abcdef0"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["0.0.0.0/0"]
}

resource "aws_vpc_security_group_ingress_rule" "fail_rdp" {
  security_group_id = "sg-0123456789abcdef0"
  cidr_ipv6         = "::/0"
  ip_protocol       = "tcp"
  from_port         = 3389
  to_port           = 3389
}

resource "aws_vpc_security_group_ingress_rule" "pass_ports" {
  for_each = local.ports

  security_group_id = "sg-0123456789abcdef0"
  cidr_ipv4         = "10.2.0.0/16"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

resource "aws_vpc_security_group_ingress_rule" "pass_group" {
  security_group_id            = "sg-0123456789abcdef0"
  referenced_security_group_id = aws_security_group.pass_inside.id
  ip_protocol                  = "tcp"
  from_port                    = 22
  to_port                      = 22
}

resource "aws_ec2_managed_prefix_list" "fail_offices" {
  name           = "MM-prod-use1-pl-offices"
  address_family = "IPv4"
  max_entries    = 5

  entry {
    cidr        = "0.0.0.0/0"
    description = "An office, they said"
  }
}

resource "aws_vpc_security_group_ingress_rule" "fail_list" {
  security_group_id = "sg-0123456789abcdef0"
  prefix_list_id    = aws_ec2_managed_prefix_list.fail_offices.id
  ip_protocol       = "tcp"
  from_port         = 8888
  to_port           = 8888
}

resource "aws_ec2_managed_prefix_list" "branches" {
  name           = "MM-prod-use1-pl-branches"
  address_family = "IPv4"
  max_entries    = 5
}

resource "aws_ec2_managed_prefix_list_entry" "branch" {
  prefix_list_id = aws_ec2_managed_prefix_list.branches.id
  cidr           = "198.51.100.0/24"
}

resource "aws_vpc_security_group_ingress_rule" "pass_list" {
  security_group_id = "sg-0123456789abcdef0"
  prefix_list_id    = aws_ec2_managed_prefix_list.branches.id
  ip_protocol       = "tcp"
  from_port         = 6443
  to_port           = 6443
}

resource "aws_vpc_security_group_ingress_rule" "unknown_list" {
  security_group_id = "sg-0123456789abcdef0"
  prefix_list_id    = "pl-0123456789abcdef0"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

# The range comes out of a parameter that is made in the same apply.
resource "aws_ssm_parameter" "office" {
  name           = "/network/office"
  type           = "String"
  insecure_value = "198.51.100.0/24"
}

resource "aws_vpc_security_group_ingress_rule" "unknown_range" {
  security_group_id = "sg-0123456789abcdef0"
  cidr_ipv4         = aws_ssm_parameter.office.id
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

resource "aws_vpc_security_group_ingress_rule" "pass_late_web" {
  security_group_id = "sg-0123456789abcdef0"
  cidr_ipv4         = aws_ssm_parameter.office.id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# What the second list holds stands nowhere; Checkov reads only the first one out of a plan.
resource "aws_ec2_managed_prefix_list" "inside" {
  name           = "MM-prod-use1-inside"
  address_family = "IPv4"
  max_entries    = 1

  entry {
    cidr = "10.0.0.0/8"
  }
}

resource "aws_security_group_rule" "hclunknown_foreign_list" {
  type              = "ingress"
  security_group_id = "sg-0123456789abcdef0"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  prefix_list_ids   = [aws_ec2_managed_prefix_list.inside.id, "pl-0123456789abcdef0"]
}

# A list of the same apply, inside a block: a plan leaves it out.
resource "aws_ec2_managed_prefix_list" "made" {
  name           = "MM-prod-use1-list-made"
  address_family = "IPv4"
  max_entries    = 2

  dynamic "entry" {
    for_each = ["0.0.0.0/0"]

    content {
      cidr = entry.value
    }
  }
}

resource "aws_security_group" "unknown_list_inside" {
  name   = "MM-prod-use1-sg-list-inside"
  vpc_id = "vpc-0123456789abcdef0"

  ingress {
    from_port       = 22
    to_port         = 22
    protocol        = "tcp"
    prefix_list_ids = [aws_ec2_managed_prefix_list.made.id]
  }
}
