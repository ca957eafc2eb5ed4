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

resource "aws_sagemaker_domain" "fail_board" {
  domain_name = "MM-dev-use1-domain-board"
  auth_mode   = "IAM"
  vpc_id      = "vpc-0123456789abcdef0"
  subnet_ids  = ["subnet-0123456789abcdef0"]

  default_user_settings {
    execution_role = "arn:aws:iam::222222222222:role/studio"

    tensor_board_app_settings {
      default_resource_spec {
        instance_type = "ml.p4d.24xlarge"
      }
    }
  }
}

resource "aws_sagemaker_domain" "pass_studio" {
  domain_name = "MM-dev-use1-domain-studio"
  auth_mode   = "IAM"
  vpc_id      = "vpc-0123456789abcdef0"
  subnet_ids  = ["subnet-0123456789abcdef0"]

  default_user_settings {
    execution_role = "arn:aws:iam::222222222222:role/studio"

    jupyter_lab_app_settings {
      default_resource_spec {
        instance_type = "ml.g5.xlarge"
      }
    }
  }
}

resource "aws_emr_instance_fleet" "fail_fleet" {
  cluster_id                = "j-0123456789ABC"
  target_on_demand_capacity = 1

  instance_type_configs {
    instance_type = "m6i.xlarge"
  }

  instance_type_configs {
    instance_type = "g5.48xlarge"
  }
}

# A whole family, whatever its size.
resource "aws_ec2_host" "fail_host" {
  availability_zone = "us-east-1a"
  instance_family   = "p3"
}

resource "aws_spot_instance_request" "fail_spot" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "trn1.32xlarge"
}

resource "aws_eks_node_group" "fail_nodes" {
  cluster_name   = "MM-dev-use1-eks"
  node_role_arn  = "arn:aws:iam::222222222222:role/node"
  subnet_ids     = ["subnet-0123456789abcdef0"]
  instance_types = ["g5.xlarge", "g5.2xlarge"]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

resource "aws_launch_template" "fail_allowed_family" {
  name = "MM-fail-allowed-family"

  instance_requirements {
    allowed_instance_types = ["m5.*", "p4d.*"]

    memory_mib {
      min = 1024
    }

    vcpu_count {
      min = 1
    }
  }
}

resource "aws_launch_template" "fail_manufacturer" {
  name = "MM-fail-manufacturer"

  instance_requirements {
    accelerator_manufacturers = ["nvidia"]

    memory_mib {
      min = 1024
    }

    vcpu_count {
      min = 1
    }
  }
}

# Only allowed types are named, so what they have is allowed.
resource "aws_launch_template" "pass_allowed_types" {
  name = "MM-pass-allowed-types"

  instance_requirements {
    allowed_instance_types = ["g5.xlarge", "m5.*"]

    accelerator_count {
      min = 1
    }

    memory_mib {
      min = 1024
    }

    vcpu_count {
      min = 1
    }
  }
}

resource "aws_launch_template" "pass_no_accelerators" {
  name = "MM-pass-no-accelerators"

  instance_requirements {
    accelerator_count {
      max = 0
    }

    memory_mib {
      min = 1024
    }

    vcpu_count {
      min = 1
    }
  }
}

resource "aws_cloud9_environment_ec2" "fail_desk" {
  name          = "MM-dev-use1-desk"
  image_id      = "amazonlinux-2023-x86_64"
  instance_type = "g4dn.xlarge"
}
