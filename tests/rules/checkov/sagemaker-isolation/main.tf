locals {
  role = "arn:aws:iam::222222222222:role/research"
}

resource "aws_sagemaker_notebook_instance" "pass_closed" {
  name                   = "closed"
  role_arn               = local.role
  instance_type          = "ml.t3.medium"
  subnet_id              = "subnet-0aaaaaaaaaaaaaaaa"
  security_groups        = ["sg-0123456789abcdef0"]
  direct_internet_access = "Disabled"
  root_access            = "Disabled"
}

resource "aws_sagemaker_notebook_instance" "fail_silent" {
  name          = "silent"
  role_arn      = local.role
  instance_type = "ml.t3.medium"
}

resource "aws_sagemaker_notebook_instance" "fail_root" {
  name                   = "root"
  role_arn               = local.role
  instance_type          = "ml.t3.medium"
  subnet_id              = "subnet-0aaaaaaaaaaaaaaaa"
  security_groups        = ["sg-0123456789abcdef0"]
  direct_internet_access = "Disabled"
  root_access            = "Enabled"
}

resource "aws_sagemaker_domain" "pass_vpc" {
  domain_name             = "vpc"
  auth_mode               = "IAM"
  vpc_id                  = "vpc-0123456789abcdef0"
  subnet_ids              = ["subnet-0aaaaaaaaaaaaaaaa"]
  app_network_access_type = "VpcOnly"

  default_user_settings {
    execution_role = local.role
  }
}

resource "aws_sagemaker_domain" "fail_public" {
  domain_name = "public"
  auth_mode   = "IAM"
  vpc_id      = "vpc-0123456789abcdef0"
  subnet_ids  = ["subnet-0aaaaaaaaaaaaaaaa"]

  default_user_settings {
    execution_role = local.role
  }
}

resource "aws_sagemaker_model" "pass_isolated" {
  name                     = "isolated"
  execution_role_arn       = local.role
  enable_network_isolation = true

  primary_container {
    image = "222222222222.dkr.ecr.us-east-1.amazonaws.com/models:1"
  }
}

resource "aws_sagemaker_model" "fail_connected" {
  name               = "connected"
  execution_role_arn = local.role

  primary_container {
    image = "222222222222.dkr.ecr.us-east-1.amazonaws.com/models:1"
  }
}

resource "aws_sagemaker_data_quality_job_definition" "pass_quality" {
  name     = "quality"
  role_arn = local.role

  data_quality_app_specification {
    image_uri = "222222222222.dkr.ecr.us-east-1.amazonaws.com/quality:1"
  }

  data_quality_job_input {
    endpoint_input {
      endpoint_name = "inference"
    }
  }

  data_quality_job_output_config {
    monitoring_outputs {
      s3_output {
        s3_uri = "s3://mm-dev-use1-quality/output"
      }
    }
  }

  job_resources {
    cluster_config {
      instance_count    = 1
      instance_type     = "ml.t3.medium"
      volume_size_in_gb = 20
    }
  }

  network_config {
    enable_network_isolation                  = true
    enable_inter_container_traffic_encryption = true
  }
}

resource "aws_sagemaker_data_quality_job_definition" "fail_plain" {
  name     = "plain"
  role_arn = local.role

  data_quality_app_specification {
    image_uri = "222222222222.dkr.ecr.us-east-1.amazonaws.com/quality:1"
  }

  data_quality_job_input {
    endpoint_input {
      endpoint_name = "inference"
    }
  }

  data_quality_job_output_config {
    monitoring_outputs {
      s3_output {
        s3_uri = "s3://mm-dev-use1-quality/output"
      }
    }
  }

  job_resources {
    cluster_config {
      instance_count    = 1
      instance_type     = "ml.t3.medium"
      volume_size_in_gb = 20
    }
  }

  network_config {
    enable_network_isolation = true
  }
}

resource "aws_ssm_parameter" "access" {
  name           = "/sagemaker/access"
  type           = "String"
  insecure_value = "VpcOnly"
}

resource "aws_sagemaker_domain" "unknown_access" {
  domain_name             = "later"
  auth_mode               = "IAM"
  vpc_id                  = "vpc-0123456789abcdef0"
  subnet_ids              = ["subnet-0aaaaaaaaaaaaaaaa"]
  app_network_access_type = aws_ssm_parameter.access.id

  default_user_settings {
    execution_role = local.role
  }
}
