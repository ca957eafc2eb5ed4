provider "aws" {
  region = "us-east-1"

  default_tags {
    tags = {
      Project            = "ml-landing-zone"
      Environment        = "dev"
      Owner              = "platform"
      CostCenter         = "1000"
      ManagedBy          = "terraform"
      Repository         = "example/ml-infra"
      Module             = "queues"
      Account            = "Dev"
      DataClassification = "internal"
      Compliance         = "none"
      BackupPolicy       = "none"
    }
  }
}

# Eleven tags come from the provider, the twelfth from the resource.
resource "aws_sqs_queue" "pass_defaults" {
  name = "MM-dev-use1-sqs-results"
  tags = { CreatedBy = "platform-pipeline" }
}

resource "aws_sqs_queue" "fail_one_of_twelve" {
  name = "MM-dev-use1-sqs-late"
  tags = { createdBy = "platform-pipeline" }
}

# A group takes no default tags.
resource "aws_autoscaling_group" "fail_group" {
  name               = "MM-dev-use1-asg-worker"
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
