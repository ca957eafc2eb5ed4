resource "aws_iam_user" "fail_user" {
  name = "MM-dev-use1-user-ci"
}

resource "aws_iam_access_key" "fail_key" {
  user = aws_iam_user.fail_user.name
}

resource "aws_iam_user_login_profile" "fail_password" {
  user = aws_iam_user.fail_user.name
}

resource "aws_iam_service_specific_credential" "fail_service" {
  service_name = "codecommit.amazonaws.com"
  user_name    = aws_iam_user.fail_user.name
}

resource "aws_iam_user_policy_attachment" "fail_policy" {
  user       = aws_iam_user.fail_user.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_policy_attachment" "pass_roles" {
  name       = "roles"
  roles      = ["MM-github-actions-plan"]
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_policy_attachment" "fail_users" {
  name       = "users"
  users      = ["ci"]
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_ssm_parameter" "user" {
  name           = "/MM/dev/user"
  type           = "String"
  insecure_value = "ci"
}

resource "aws_iam_group_membership" "unknown_user" {
  name  = "members"
  group = "developers"
  users = [aws_ssm_parameter.user.arn]
}
