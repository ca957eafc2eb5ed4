provider "aws" {
  alias  = "pass_home"
  region = "us-east-1"
}

provider "aws" {
  alias  = "pass_recovery"
  region = "us-west-2"
}

provider "aws" {
  alias  = "fail_abroad"
  region = "eu-west-1"
}

resource "aws_ebs_volume" "pass_zone" {
  provider = aws.pass_home

  availability_zone = "us-east-1a"
  size              = 8
}

resource "aws_ebs_volume" "fail_zone" {
  provider = aws.pass_home

  availability_zone = "eu-west-1a"
  size              = 8
}

resource "aws_autoscaling_group" "fail_zones" {
  provider = aws.pass_home

  name               = "MM-dev-use1-asg-worker"
  min_size           = 1
  max_size           = 1
  availability_zones = ["us-east-1a", "ca-central-1a"]

  launch_template {
    id      = "lt-0123456789abcdef0"
    version = "3"
  }
}

resource "aws_dynamodb_table" "fail_replica" {
  provider = aws.pass_home

  name             = "MM-dev-use1-ddb-features"
  billing_mode     = "PAY_PER_REQUEST"
  hash_key         = "id"
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"

  attribute {
    name = "id"
    type = "S"
  }

  replica {
    region_name = "us-west-2"
  }

  replica {
    region_name = "ap-southeast-2"
  }
}

resource "aws_dynamodb_table" "no_place" {
  provider = aws.pass_home

  name         = "MM-dev-use1-ddb-alone"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_backup_plan" "fail_copy" {
  provider = aws.pass_home

  name = "MM-dev-use1-backup-plan"

  rule {
    rule_name         = "daily"
    target_vault_name = "MM-dev-use1-vault-core"

    copy_action {
      destination_vault_arn = "arn:aws:backup:eu-central-1:222222222222:backup-vault:abroad"
    }
  }
}

resource "aws_secretsmanager_secret" "pass_replica" {
  provider = aws.pass_home

  name = "MM-dev-use1-secret-router"

  replica {
    region = "us-west-2"
  }
}

resource "aws_ssm_parameter" "zone" {
  provider = aws.pass_home

  name           = "/MM/dev/zone"
  type           = "String"
  insecure_value = "us-east-1a"
}

resource "aws_ebs_volume" "unknown_zone" {
  provider = aws.pass_home

  availability_zone = aws_ssm_parameter.zone.id
  size              = 8
}
