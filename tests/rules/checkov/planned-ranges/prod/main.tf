# account: Prod
resource "aws_vpc" "pass_home" {
  cidr_block = "10.2.0.0/16"
}

resource "aws_vpc" "pass_recovery" {
  cidr_block = "10.3.0.0/16"
}

resource "aws_vpc" "fail_dev" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_subnet" "pass_private" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.10.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_subnet" "pass_public" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.1.0/24"
  availability_zone = "us-east-1a"
}

# The second VPC repeats the first one.
resource "aws_subnet" "pass_recovery" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.3.11.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_subnet" "fail_reserved" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.20.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_subnet" "fail_far_reserved" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.240.0/20"
  availability_zone = "us-east-1a"
}

resource "aws_subnet" "fail_recovery_reserved" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.3.21.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_subnet" "fail_elsewhere" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.2.2.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_subnet" "fail_dev" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.1.10.0/24"
  availability_zone = "us-east-1a"
}

resource "aws_ssm_parameter" "late" {
  name           = "/MM/dev/late"
  type           = "String"
  insecure_value = "x"
}

resource "aws_subnet" "unknown_range" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = aws_ssm_parameter.late.arn
  availability_zone = "us-east-1a"
}
