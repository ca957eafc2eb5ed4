resource "aws_security_group" "ssh" {
  name = "ssh"
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "rdp" {
  name = "rdp"
  ingress {
    from_port   = 3389
    to_port     = 3389
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group_rule" "all" {
  type              = "ingress"
  from_port         = -1
  to_port           = -1
  protocol          = "-1"
  cidr_blocks       = ["0.0.0.0/0"]
  security_group_id = "sg-1234567890abcdef0"
}
resource "aws_kms_key" "still" {
  enable_key_rotation = false
}
resource "aws_kms_key" "open" {
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "kms:*", Resource = "*" }]
  })
}
resource "aws_cloudtrail" "unvalidated" {
  name                       = "a"
  s3_bucket_name             = "logs"
  is_multi_region_trail      = true
  enable_log_file_validation = false
}
resource "aws_cloudtrail" "regional" {
  name                       = "b"
  s3_bucket_name             = "logs"
  is_multi_region_trail      = false
  enable_log_file_validation = true
}
resource "aws_iam_account_password_policy" "weak" {
  minimum_password_length      = 6
  require_lowercase_characters = false
  require_numbers              = false
  require_symbols              = false
  require_uppercase_characters = false
  password_reuse_prevention    = 1
}
resource "aws_ebs_encryption_by_default" "off" {
  enabled = false
}
resource "aws_ecr_repository" "moving" {
  name                 = "a"
  image_tag_mutability = "MUTABLE"
  image_scanning_configuration {
    scan_on_push = true
  }
}
resource "aws_ecr_repository" "unscanned" {
  name                 = "b"
  image_tag_mutability = "IMMUTABLE"
  image_scanning_configuration {
    scan_on_push = false
  }
}
resource "aws_iam_user" "somebody" {
  name = "somebody"
}
resource "aws_iam_user_policy" "own" {
  user   = "somebody"
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
resource "aws_subnet" "private" {
  vpc_id                  = "vpc-1234567890abcdef0"
  cidr_block              = "10.1.10.0/24"
  map_public_ip_on_launch = true
  tags                    = { Tier = "private", Name = "MM-dev-use1-subnet-private", "kubernetes.io/role/internal-elb" = "1" }
}
