# Members put their findings here (requirement E11); nobody outside the organization can.
resource "aws_cloudwatch_event_bus" "security" {
  name        = local.security_bus_name
  description = "Findings of all accounts of ${var.organization_id}"
  tags        = merge(local.common_tags, { Name = local.security_bus_name })
}

resource "aws_cloudwatch_event_bus_policy" "security" {
  event_bus_name = aws_cloudwatch_event_bus.security.name
  policy         = data.aws_iam_policy_document.security_bus.json
}

data "aws_iam_policy_document" "security_bus" {
  statement {
    sid       = "PutEventsFromTheOrganization"
    actions   = ["events:PutEvents"]
    resources = ["arn:${local.partition}:events:${var.home_region}:${var.account_id}:event-bus/${local.security_bus_name}"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = [var.organization_id]
    }
  }
}

# Findings that alert nobody stay here long enough to be looked at.
resource "aws_cloudwatch_event_archive" "security" {
  name             = "${var.name_prefix}-archive-security"
  event_source_arn = aws_cloudwatch_event_bus.security.arn
  retention_days   = 90
}
