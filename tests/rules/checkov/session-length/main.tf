locals {
  instance = "arn:aws:sso:::instance/ssoins-1111111111111111"
}

resource "aws_ssoadmin_permission_set" "pass_eight" {
  name             = "DeveloperAccess"
  instance_arn     = local.instance
  session_duration = "PT8H"
}

resource "aws_ssoadmin_permission_set" "pass_minutes" {
  name             = "ReadOnlyAccess"
  instance_arn     = local.instance
  session_duration = "PT450M"
}

# The service's own hour.
resource "aws_ssoadmin_permission_set" "pass_silent" {
  name         = "Silent"
  instance_arn = local.instance
}

resource "aws_ssoadmin_permission_set" "fail_twelve" {
  name             = "Long"
  instance_arn     = local.instance
  session_duration = "PT12H"
}

resource "aws_ssoadmin_permission_set" "fail_a_minute_more" {
  name             = "Longer"
  instance_arn     = local.instance
  session_duration = "PT8H1M"
}

resource "aws_ssoadmin_permission_set" "fail_each" {
  for_each = { day = "P1D", half = "PT11H30M" }

  name             = each.key
  instance_arn     = local.instance
  session_duration = each.value
}

resource "aws_ssoadmin_permission_set" "fail_no_duration" {
  name             = "Odd"
  instance_arn     = local.instance
  session_duration = "8 hours"
}

resource "aws_ssm_parameter" "duration" {
  name           = "/sessions/duration"
  type           = "String"
  insecure_value = "PT8H"
}

resource "aws_ssoadmin_permission_set" "unknown_parameter" {
  name             = "Later"
  instance_arn     = local.instance
  session_duration = aws_ssm_parameter.duration.arn
}
