# account: Prod
locals {
  own = {
    Effect    = "Allow"
    Principal = "*"
    Action    = "sts:*"
    Resource  = "*"
    Condition = { StringEquals = { "aws:PrincipalAccount" = "333333333333" } }
  }
}

resource "aws_vpc_endpoint" "pass_bounded" {
  vpc_id              = "vpc-0123456789abcdef0"
  service_name        = "com.amazonaws.us-east-1.sts"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  policy              = jsonencode({ Version = "2012-10-17", Statement = [local.own] })
}

resource "aws_vpc_endpoint" "fail_no_policy" {
  vpc_id              = "vpc-0123456789abcdef0"
  service_name        = "com.amazonaws.us-east-1.logs"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}

resource "aws_vpc_endpoint" "fail_everything" {
  vpc_id       = "vpc-0123456789abcdef0"
  service_name = "com.amazonaws.us-east-1.s3"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }]
  })
}

resource "aws_ssm_parameter" "policy" {
  name           = "/endpoints/policy"
  type           = "String"
  insecure_value = "{}"
}

resource "aws_vpc_endpoint" "unknown_policy" {
  vpc_id       = "vpc-0123456789abcdef0"
  service_name = "com.amazonaws.us-east-1.s3"
  policy       = aws_ssm_parameter.policy.id
}
