resource "aws_ram_resource_share" "pass_used" {
  name                      = "MM-prod-use1-ram-tgw"
  allow_external_principals = false
}

resource "aws_ram_principal_association" "pass_dev" {
  resource_share_arn = aws_ram_resource_share.pass_used.arn
  principal          = "222222222222"
}

# External principals are not allowed when nothing is said.
resource "aws_ram_resource_share" "pass_silent" {
  name = "MM-prod-use1-ram-subnets"
}

resource "aws_ram_principal_association" "pass_unit" {
  resource_share_arn = aws_ram_resource_share.pass_silent.arn
  principal          = "arn:aws:organizations::111111111111:ou/o-exampleorgid/ou-ab12-workload1"
}

resource "aws_ram_resource_share" "fail_external" {
  name                      = "MM-prod-use1-ram-open"
  allow_external_principals = true
}

resource "aws_ram_principal_association" "fail_stranger" {
  resource_share_arn = aws_ram_resource_share.fail_external.arn
  principal          = "999999999999"
}

resource "aws_ram_principal_association" "fail_other_organization" {
  resource_share_arn = aws_ram_resource_share.pass_used.arn
  principal          = "arn:aws:organizations::999999999999:organization/o-otherorgid0"
}

resource "aws_ram_principal_association" "fail_role_of_a_stranger" {
  resource_share_arn = aws_ram_resource_share.pass_used.arn
  principal          = "arn:aws:iam::999999999999:role/reader"
}

resource "aws_ram_resource_share" "fail_unused" {
  name = "MM-prod-use1-ram-unused"
}

resource "aws_ram_resource_share" "fail_one_of_two" {
  for_each = toset(["a", "b"])

  name                      = "MM-prod-use1-ram-${each.key}"
  allow_external_principals = true
}

resource "aws_organizations_account" "new" {
  name  = "New"
  email = "aws+new@example.com"
}

resource "aws_ram_principal_association" "unknown_new" {
  resource_share_arn = aws_ram_resource_share.pass_used.arn
  principal          = aws_organizations_account.new.id
}
