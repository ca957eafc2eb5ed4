resource "aws_dynamodb_table" "pass_lock" {
  name                        = "MM-terraform-lock"
  hash_key                    = "LockID"
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = true

  attribute {
    name = "LockID"
    type = "S"
  }

  server_side_encryption {
    enabled = true
  }
}

resource "aws_dynamodb_table" "fail_provisioned" {
  name                        = "team-lock"
  hash_key                    = "LockID"
  read_capacity               = 5
  write_capacity              = 5
  deletion_protection_enabled = true

  attribute {
    name = "LockID"
    type = "S"
  }

  server_side_encryption {
    enabled = true
  }
}

resource "aws_dynamodb_table" "fail_unencrypted" {
  name                        = "team-lock-2"
  hash_key                    = "LockID"
  billing_mode                = "PAY_PER_REQUEST"
  deletion_protection_enabled = true

  attribute {
    name = "LockID"
    type = "S"
  }
}

resource "aws_dynamodb_table" "fail_unprotected" {
  name         = "team-lock-3"
  hash_key     = "LockID"
  billing_mode = "PAY_PER_REQUEST"

  attribute {
    name = "LockID"
    type = "S"
  }

  server_side_encryption {
    enabled = true
  }
}

# No lock: nothing is said of it here.
resource "aws_dynamodb_table" "jobs" {
  name           = "MM-dev-use1-jobs"
  hash_key       = "id"
  read_capacity  = 5
  write_capacity = 5

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_ssm_parameter" "mode" {
  name           = "/lock/mode"
  type           = "String"
  insecure_value = "PAY_PER_REQUEST"
}

resource "aws_dynamodb_table" "unknown_mode" {
  name                        = "team-lock-4"
  hash_key                    = "LockID"
  billing_mode                = aws_ssm_parameter.mode.arn
  deletion_protection_enabled = true

  attribute {
    name = "LockID"
    type = "S"
  }

  server_side_encryption {
    enabled = true
  }
}
