resource "aws_config_configuration_aggregator" "organization" {
  name = "${var.name_prefix}-config-aggregator"

  organization_aggregation_source {
    all_regions = true
    role_arn    = aws_iam_role.aggregator.arn
  }

  tags = merge(local.common_tags, { Name = "${var.name_prefix}-config-aggregator" })

  # The aggregator reads the organization with this policy as soon as it exists.
  depends_on = [aws_iam_role_policy_attachment.aggregator]
}

resource "aws_iam_role" "aggregator" {
  name               = "${var.name_prefix}-role-config-aggregator"
  path               = "/guardrails/"
  assume_role_policy = data.aws_iam_policy_document.aggregator_trust.json
  tags               = merge(local.common_tags, { Name = "${var.name_prefix}-role-config-aggregator" })
}

resource "aws_iam_role_policy_attachment" "aggregator" {
  role       = aws_iam_role.aggregator.name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AWSConfigRoleForOrganizations"
}

data "aws_iam_policy_document" "aggregator_trust" {
  statement {
    sid     = "ConfigOfThisAccount"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["config.amazonaws.com"]
    }

    # AWS does not document that Config sends this key when it takes an aggregator's role: where it does, it must be ours.
    condition {
      test     = "StringEqualsIfExists"
      variable = "aws:SourceAccount"
      values   = [var.account_id]
    }
  }
}

resource "aws_config_organization_managed_rule" "this" {
  for_each = local.organization_config_rules

  name              = each.key
  rule_identifier   = each.value.identifier
  input_parameters  = length(each.value.parameters) > 0 ? jsonencode(each.value.parameters) : null
  excluded_accounts = var.config_excluded_account_ids

  # Config refuses rules until this account's recorder runs, and no argument of a rule names the recorder.
  depends_on = [var.config_recorder_name]
}

# Rules are regional, and so is what they look at. IAM is recorded in the home Region only.
resource "aws_config_organization_managed_rule" "dr" {
  provider = aws.dr
  for_each = local.dr_config_rules

  name              = each.key
  rule_identifier   = each.value.identifier
  input_parameters  = length(each.value.parameters) > 0 ? jsonencode(each.value.parameters) : null
  excluded_accounts = var.config_excluded_account_ids

  # As in the home Region.
  depends_on = [var.dr_config_recorder_name]
}
