resource "aws_launch_template" "worker" {
  name          = "MM-dev-use1-lt-worker"
  instance_type = "t3.micro"
}

resource "aws_autoscaling_group" "pass_number" {
  name               = "MM-dev-use1-asg-number"
  min_size           = 1
  max_size           = 1
  availability_zones = ["us-east-1a"]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "3"
  }
}

resource "aws_autoscaling_group" "pass_attribute" {
  name               = "MM-dev-use1-asg-attribute"
  min_size           = 1
  max_size           = 1
  availability_zones = ["us-east-1a"]

  launch_template {
    id      = aws_launch_template.worker.id
    version = aws_launch_template.worker.latest_version
  }
}

resource "aws_autoscaling_group" "fail_latest" {
  name               = "MM-dev-use1-asg-latest"
  min_size           = 1
  max_size           = 1
  availability_zones = ["us-east-1a"]

  launch_template {
    id      = aws_launch_template.worker.id
    version = "$Latest"
  }
}

resource "aws_autoscaling_group" "fail_none" {
  name               = "MM-dev-use1-asg-none"
  min_size           = 1
  max_size           = 1
  availability_zones = ["us-east-1a"]

  launch_template {
    id = "lt-0123456789abcdef0"
  }
}

resource "aws_autoscaling_group" "fail_override" {
  name               = "MM-dev-use1-asg-override"
  min_size           = 1
  max_size           = 1
  availability_zones = ["us-east-1a"]

  mixed_instances_policy {
    launch_template {
      launch_template_specification {
        launch_template_id = "lt-0123456789abcdef0"
        version            = "3"
      }

      override {
        instance_type = "t3.micro"
      }

      override {
        instance_type = "t3.small"

        launch_template_specification {
          launch_template_id = "lt-0123456789abcdef1"
          version            = "$Default"
        }
      }
    }
  }
}

resource "aws_eks_node_group" "fail_nodes" {
  cluster_name  = "MM-dev-use1-eks"
  node_role_arn = "arn:aws:iam::222222222222:role/node"
  subnet_ids    = ["subnet-0123456789abcdef0"]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "$Latest"
  }

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

# Node groups of EKS may do without a template of their own.
resource "aws_eks_node_group" "no_template" {
  cluster_name  = "MM-dev-use1-eks"
  node_role_arn = "arn:aws:iam::222222222222:role/node"
  subnet_ids    = ["subnet-0123456789abcdef0"]

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}

resource "aws_ssm_parameter" "version" {
  name           = "/MM/dev/version"
  type           = "String"
  insecure_value = "3"
}

resource "aws_eks_node_group" "unknown_parameter" {
  cluster_name  = "MM-dev-use1-eks"
  node_role_arn = "arn:aws:iam::222222222222:role/node"
  subnet_ids    = ["subnet-0123456789abcdef0"]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = aws_ssm_parameter.version.version
  }

  scaling_config {
    desired_size = 1
    max_size     = 1
    min_size     = 1
  }
}
