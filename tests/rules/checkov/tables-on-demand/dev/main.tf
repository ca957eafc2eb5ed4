# account: Dev
resource "aws_dynamodb_table" "pass_on_demand" {
  name         = "MM-dev-use1-ddb-features"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table" "fail_provisioned" {
  name           = "MM-dev-use1-ddb-labels"
  billing_mode   = "PROVISIONED"
  read_capacity  = 5
  write_capacity = 5
  hash_key       = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table" "fail_silent" {
  name           = "MM-dev-use1-ddb-runs"
  read_capacity  = 5
  write_capacity = 5
  hash_key       = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_ssm_parameter" "mode" {
  name           = "/tables/mode"
  type           = "String"
  insecure_value = "PAY_PER_REQUEST"
}

resource "aws_dynamodb_table" "unknown_mode" {
  name         = "MM-dev-use1-ddb-later"
  billing_mode = aws_ssm_parameter.mode.id
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}
