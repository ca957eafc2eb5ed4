resource "aws_instance" "pass_allowed" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "p3.2xlarge"
}

resource "aws_instance" "pass_ordinary" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "m6i.large"
}

resource "aws_instance" "fail_large" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "p3.16xlarge"
}

resource "aws_launch_template" "fail_future" {
  name          = "MM-dev-use1-lt-training"
  instance_type = "p9.48xlarge"
}

resource "aws_launch_template" "fail_requirements" {
  name = "MM-dev-use1-lt-any"

  instance_requirements {
    memory_mib {
      min = 4096
    }
    vcpu_count {
      min = 2
    }
    accelerator_count {
      min = 1
    }
  }
}

resource "aws_sagemaker_notebook_instance" "fail_notebook" {
  name          = "MM-dev-use1-notebook"
  role_arn      = "arn:aws:iam::222222222222:role/notebook"
  instance_type = "ml.g5.48xlarge"
}

# The type comes out of a parameter that is made in the same apply.
resource "aws_ssm_parameter" "type" {
  name           = "/training/type"
  type           = "String"
  insecure_value = "m6i.large"
}

resource "aws_instance" "unknown_parameter" {
  ami           = "ami-0123456789abcdef0"
  instance_type = aws_ssm_parameter.type.id
}
