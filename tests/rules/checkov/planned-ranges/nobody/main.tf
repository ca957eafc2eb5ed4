resource "aws_vpc" "pass_of_dev" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_vpc" "fail_other" {
  cidr_block = "10.4.0.0/16"
}
