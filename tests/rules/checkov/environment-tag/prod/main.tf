# account: Prod
resource "aws_sqs_queue" "pass_prod" {
  name = "MM-prod-use1-sqs-jobs"
  tags = { Environment = "prod" }
}

resource "aws_sqs_queue" "fail_dev" {
  name = "MM-prod-use1-sqs-results"
  tags = { Environment = "dev" }
}

resource "aws_sqs_queue" "fail_case" {
  name = "MM-prod-use1-sqs-errors"
  tags = { Environment = "Prod" }
}

# A missing tag is for another rule to report.
resource "aws_sqs_queue" "untagged" {
  name = "MM-prod-use1-sqs-late"
}

resource "aws_instance" "fail_volume" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Environment = "prod" }

  root_block_device {
    tags = { Environment = "dev" }
  }
}

resource "aws_launch_template" "fail_starts_dev" {
  name = "MM-prod-use1-lt-worker"
  tags = { Environment = "prod" }

  tag_specifications {
    resource_type = "instance"
    tags          = { Environment = "dev" }
  }
}

resource "aws_autoscaling_group" "fail_group" {
  name               = "MM-prod-use1-asg-worker"
  min_size           = 1
  max_size           = 1
  availability_zones = ["us-east-1a"]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "3"
  }

  tag {
    key                 = "Environment"
    value               = "dev"
    propagate_at_launch = true
  }
}

resource "aws_ssm_parameter" "pass_environment" {
  name           = "/MM/prod/environment"
  type           = "String"
  insecure_value = "prod"
  tags           = { Environment = "prod" }
}

resource "aws_sqs_queue" "unknown_parameter" {
  name = "MM-prod-use1-sqs-parameter"
  tags = { Environment = aws_ssm_parameter.pass_environment.arn }
}
