mock_resource "aws_ssoadmin_permission_set" {
  defaults = {
    arn = "arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111"
  }
}

mock_resource "aws_identitystore_group" {
  defaults = {
    group_id = "99999999-2222-3333-4444-555555555555"
  }
}
