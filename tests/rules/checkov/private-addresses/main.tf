# account: Dev
resource "aws_subnet" "pass_by_plan" {
  vpc_id                  = "vpc-0123456789abcdef0"
  cidr_block              = "10.1.10.0/24"
  availability_zone       = "us-east-1a"
  map_public_ip_on_launch = false
}

resource "aws_subnet" "pass_default" {
  vpc_id            = "vpc-0123456789abcdef0"
  cidr_block        = "10.1.11.0/24"
  availability_zone = "us-east-1b"
}

resource "aws_subnet" "fail_by_plan" {
  vpc_id                  = "vpc-0123456789abcdef0"
  cidr_block              = "10.1.10.0/24"
  availability_zone       = "us-east-1a"
  map_public_ip_on_launch = true
}

resource "aws_subnet" "fail_by_name" {
  vpc_id                  = "vpc-0123456789abcdef0"
  cidr_block              = "10.9.0.0/24"
  availability_zone       = "us-east-1a"
  map_public_ip_on_launch = true
  tags                    = { Name = "MM-dev-use1-a-subnet-private" }
}

resource "aws_subnet" "fail_by_role" {
  vpc_id                  = "vpc-0123456789abcdef0"
  cidr_block              = "10.9.1.0/24"
  availability_zone       = "us-east-1a"
  map_public_ip_on_launch = true
  tags                    = { "kubernetes.io/role/internal-elb" = "1" }
}

resource "aws_subnet" "open" {
  vpc_id                  = "vpc-0123456789abcdef0"
  cidr_block              = "10.1.0.0/24"
  availability_zone       = "us-east-1a"
  map_public_ip_on_launch = true
}

# Nothing says what this one is.
resource "aws_subnet" "other" {
  vpc_id                  = "vpc-0123456789abcdef0"
  cidr_block              = "10.9.2.0/24"
  availability_zone       = "us-east-1a"
  map_public_ip_on_launch = true
}

resource "aws_ssm_parameter" "late" {
  name           = "/MM/dev/late"
  type           = "String"
  insecure_value = "x"
}

resource "aws_subnet" "unknown_flag" {
  vpc_id                  = "vpc-0123456789abcdef0"
  cidr_block              = "10.1.10.0/24"
  availability_zone       = "us-east-1a"
  map_public_ip_on_launch = tobool(aws_ssm_parameter.late.arn)
}
