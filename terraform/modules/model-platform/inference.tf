# Inference answers on two ports, to the private subnets only (rows A26, A51, A65), and reaches nothing but VPC endpoints.
locals {
  inference_ports = { https = 443, grpc = 50051 }

  ingress = merge([
    for name, port in local.inference_ports : {
      for cidr in var.private_subnet_cidrs : "${name}/${cidr}" => { name = name, port = port, cidr = cidr }
    }
  ]...)
}

resource "aws_security_group" "inference" {
  name        = "${var.name_prefix}-sg-inference"
  description = "Inference: 443 and 50051 from the private subnets"
  vpc_id      = var.vpc_id
  tags        = merge(local.common_tags, { Name = "${var.name_prefix}-sg-inference" })
}

resource "aws_vpc_security_group_ingress_rule" "inference" {
  for_each = local.ingress

  security_group_id = aws_security_group.inference.id
  description       = "${each.value.name} from ${each.value.cidr}"
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = each.value.cidr
  tags              = merge(local.common_tags, { Name = "${var.name_prefix}-sg-inference-${each.value.name}" })
}

resource "aws_vpc_security_group_egress_rule" "endpoints" {
  for_each = toset(var.private_subnet_cidrs)

  security_group_id = aws_security_group.inference.id
  description       = "https to VPC endpoints in ${each.value}"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = each.value
  tags              = merge(local.common_tags, { Name = "${var.name_prefix}-sg-inference-endpoints" })
}

resource "aws_vpc_security_group_egress_rule" "s3" {
  count = var.s3_prefix_list_id == null ? 0 : 1

  security_group_id = aws_security_group.inference.id
  description       = "https to S3 through its gateway endpoint"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  prefix_list_id    = var.s3_prefix_list_id
  tags              = merge(local.common_tags, { Name = "${var.name_prefix}-sg-inference-s3" })
}
