# account: Management
# The plan has no VPC for this account.
resource "aws_vpc" "unplanned" {
  cidr_block = "10.9.0.0/16"
}
