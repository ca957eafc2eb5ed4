resource "aws_s3_bucket" "this" {
  bucket = "mm-dev-use1-logs"
}
