resource "aws_instance" "pass_nat" {
  ami               = "ami-0123456789abcdef0"
  instance_type     = "t3.micro"
  source_dest_check = false
  user_data_base64  = "IyEvYmluL2Jhc2gKc3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MQo="
  tags              = { Name = "MM-dev-use1-a-instance-nat" }

  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_instance" "fail_checks" {
  ami               = "ami-0123456789abcdef0"
  instance_type     = "t3.micro"
  source_dest_check = true
  user_data_base64  = "IyEvYmluL2Jhc2gKc3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MQo="
  tags              = { Name = "MM-dev-use1-a-instance-nat" }

  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_instance" "fail_tokens" {
  ami               = "ami-0123456789abcdef0"
  instance_type     = "t3.micro"
  source_dest_check = false
  user_data_base64  = "IyEvYmluL2Jhc2gKc3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MQo="
  tags              = { Name = "MM-dev-use1-a-instance-nat" }

  metadata_options {
    http_tokens = "optional"
  }
}

resource "aws_instance" "fail_silent" {
  ami               = "ami-0123456789abcdef0"
  instance_type     = "t3.micro"
  source_dest_check = false

  tags = { Name = "MM-dev-use1-a-instance-nat" }

  metadata_options {
    http_tokens = "required"
  }
}

resource "aws_instance" "fail_other_data" {
  ami               = "ami-0123456789abcdef0"
  instance_type     = "t3.micro"
  source_dest_check = false
  user_data_base64  = "IyEvYmluL2Jhc2gKZWNobyBoZWxsbwo="
  tags              = { Name = "MM-dev-use1-a-instance-nat" }

  metadata_options {
    http_tokens = "required"
  }
}

# The name of the block says what it is for, and nothing is set.
resource "aws_instance" "fail_nat_bare" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

# Another kind of instance.
resource "aws_instance" "worker" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Name = "MM-dev-use1-a-instance-worker" }
}

resource "aws_ssm_parameter" "late" {
  name           = "/MM/dev/late"
  type           = "String"
  insecure_value = "x"
}

# Read during apply, so that a plan without credentials has it.
data "aws_ami" "pass_present" {
  owners      = ["amazon"]
  most_recent = true
  depends_on  = [aws_ssm_parameter.late]

  filter {
    name   = "name"
    values = ["al2023-ami-2023.*-x86_64"]
  }
}

data "aws_ami" "fail_dead" {
  owners      = ["amazon"]
  most_recent = true
  depends_on  = [aws_ssm_parameter.late]

  filter {
    name   = "name"
    values = ["amzn-ami-vpc-nat-*"]
  }
}

resource "aws_instance" "unknown_check" {
  ami               = "ami-0123456789abcdef0"
  instance_type     = "t3.micro"
  source_dest_check = tobool(aws_ssm_parameter.late.arn)
  user_data_base64  = "IyEvYmluL2Jhc2gKc3lzY3RsIC13IG5ldC5pcHY0LmlwX2ZvcndhcmQ9MQo="
  tags              = { Name = "MM-dev-use1-a-instance-nat" }

  metadata_options {
    http_tokens = "required"
  }
}
