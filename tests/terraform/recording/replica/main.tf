resource "aws_kms_key" "this" {
  multi_region            = true
  deletion_window_in_days = 7
}

resource "aws_kms_replica_key" "this" {
  provider                = aws.dr
  primary_key_arn         = aws_kms_key.this.arn
  description             = var.changed ? "After" : "Before"
  deletion_window_in_days = 7
}
