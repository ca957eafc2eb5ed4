# Code with skip comments, as Checkov reads them: with a reason, without one, several ids, above a module.
resource "aws_instance" "training" {
  #checkov:skip=CKV_LZ_005:the vendor asks for it until March
  #checkov:skip=CKV_AWS_8
  ami           = "ami-0123456789abcdef0"
  instance_type = "p3.16xlarge"
}

resource "aws_instance" "second" {
  ami           = "ami-0123456789abcdef0"
  instance_type = var.second
}

resource "aws_s3_bucket" "reports" {
  # checkov:skip=CKV2_AWS_6,CKV_AWS_18:only read by one role
  bucket = "mm-dev-use1-reports"
}

module "logs" {
  #checkov:skip=CKV_AWS_145:no personal data
  source = "./logs"
}

variable "second" {
  type = string
}
