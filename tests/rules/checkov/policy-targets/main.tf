resource "aws_organizations_policy" "pass_attached" {
  name    = "audit-trail"
  content = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"cloudtrail:StopLogging\",\"Resource\":\"*\"}]}"
}

resource "aws_organizations_policy_attachment" "pass_unit" {
  policy_id    = aws_organizations_policy.pass_attached.id
  target_id    = "ou-ab12-workload1"
  skip_destroy = false
}

resource "aws_organizations_policy_attachment" "pass_kept" {
  policy_id    = aws_organizations_policy.pass_attached.id
  target_id    = "222222222222"
  skip_destroy = true
}

# An account that does not exist yet is not the management account.
resource "aws_organizations_account" "new" {
  name  = "New"
  email = "aws+new@example.com"
}

resource "aws_organizations_policy_attachment" "pass_new" {
  policy_id    = aws_organizations_policy.pass_attached.id
  target_id    = aws_organizations_account.new.id
  skip_destroy = false
}

resource "aws_organizations_policy_attachment" "fail_management" {
  policy_id    = aws_organizations_policy.pass_attached.id
  target_id    = "111111111111"
  skip_destroy = false
}

resource "aws_organizations_policy_attachment" "fail_silent" {
  policy_id = aws_organizations_policy.pass_attached.id
  target_id = "333333333333"
}

resource "aws_organizations_policy" "fail_nowhere" {
  name    = "gpu-cap"
  content = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"ec2:RunInstances\",\"Resource\":\"*\"}]}"
}

resource "aws_organizations_policy_attachment" "empty" {
  for_each = toset([])

  policy_id    = aws_organizations_policy.fail_nowhere.id
  target_id    = each.value
  skip_destroy = false
}

resource "aws_organizations_policy" "pass_each" {
  for_each = toset(["region-lock", "backup"])

  name    = each.key
  content = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"ec2:RunInstances\",\"Resource\":\"*\"}]}"
}

resource "aws_organizations_policy_attachment" "pass_each" {
  for_each = toset(["region-lock", "backup"])

  policy_id    = aws_organizations_policy.pass_each[each.key].id
  target_id    = "ou-ab12-workload1"
  skip_destroy = false
}

# A tag policy binds the management account as well.
resource "aws_organizations_policy" "pass_tags" {
  name    = "MM-tags"
  type    = "TAG_POLICY"
  content = "{\"tags\":{}}"
}

resource "aws_organizations_policy_attachment" "pass_tags" {
  policy_id    = aws_organizations_policy.pass_tags.id
  target_id    = "111111111111"
  skip_destroy = false
}
