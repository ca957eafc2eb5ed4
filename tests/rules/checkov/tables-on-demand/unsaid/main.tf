resource "aws_dynamodb_table" "fail_tagged_dev" {
  name           = "MM-dev-use1-ddb-features"
  read_capacity  = 5
  write_capacity = 5
  hash_key       = "id"
  tags           = { Environment = "dev" }

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table" "pass_tagged_prod" {
  name           = "MM-prod-use1-ddb-features"
  read_capacity  = 5
  write_capacity = 5
  hash_key       = "id"
  tags           = { Environment = "prod" }

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table" "unknown_untagged" {
  name           = "features"
  read_capacity  = 5
  write_capacity = 5
  hash_key       = "id"

  attribute {
    name = "id"
    type = "S"
  }
}
