# account: Prod
resource "aws_subnet" "pass_private" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.10.0/24"
  availability_zone = "us-east-1a"
  tags              = { "kubernetes.io/role/internal-elb" = "1" }
}

resource "aws_subnet" "pass_public" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.0.0/24"
  availability_zone = "us-east-1a"
  tags              = { "kubernetes.io/role/elb" = "1" }
}

resource "aws_subnet" "fail_missing" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.11.0/24"
  availability_zone = "us-east-1b"
  tags              = { Name = "MM-prod-use1-b-subnet-private" }
}

resource "aws_subnet" "fail_other_tier" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.11.0/24"
  availability_zone = "us-east-1b"
  tags              = { "kubernetes.io/role/elb" = "1" }
}

resource "aws_subnet" "fail_both" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.11.0/24"
  availability_zone = "us-east-1b"
  tags = {
    "kubernetes.io/role/internal-elb" = "1"
    "kubernetes.io/role/elb"          = "1"
  }
}

resource "aws_subnet" "fail_value" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.1.0/24"
  availability_zone = "us-east-1b"
  tags              = { "kubernetes.io/role/elb" = "shared" }
}

resource "aws_subnet" "other" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.9.2.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_ssm_parameter" "late" {
  name           = "/MM/dev/late"
  type           = "String"
  insecure_value = "x"
}

resource "aws_subnet" "unknown_tags" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.10.0/24"
  availability_zone = "us-east-1a"
  tags              = { "kubernetes.io/role/internal-elb" = aws_ssm_parameter.late.arn }
}
