# account: Prod
resource "aws_dynamodb_table" "pass_provisioned" {
  name           = "MM-prod-use1-ddb-features"
  billing_mode   = "PROVISIONED"
  read_capacity  = 5
  write_capacity = 5
  hash_key       = "id"
  tags           = { Environment = "dev" }

  attribute {
    name = "id"
    type = "S"
  }
}
