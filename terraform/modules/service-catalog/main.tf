# Portfolios, their shares with organizational units, and the products in them.
locals {
  common_tags = merge(var.common_tags, { Module = "service-catalog" })

  shares = merge([
    for key in keys(var.portfolios) : {
      for unit, arn in var.share_ou_arns : "${key}/${unit}" => { portfolio = key, ou_arn = arn }
    }
  ]...)
}

resource "aws_servicecatalog_organizations_access" "this" {
  count = var.enable_organizations_access ? 1 : 0

  enabled = true
}

resource "aws_servicecatalog_portfolio" "this" {
  for_each = var.portfolios

  name          = each.value.name
  description   = "${each.value.description}. Owned by account ${var.owner_account.name} (${var.owner_account.id})."
  provider_name = "${var.owner_account.name}: ${coalesce(each.value.team, var.owner_account.name)}"
  tags          = merge(local.common_tags, { Name = "${var.name_prefix}-portfolio-${each.key}" })
}

resource "aws_servicecatalog_portfolio_share" "ou" {
  for_each = local.shares

  portfolio_id      = aws_servicecatalog_portfolio.this[each.value.portfolio].id
  type              = "ORGANIZATIONAL_UNIT"
  principal_id      = each.value.ou_arn
  share_tag_options = var.share_tag_options
  share_principals  = var.share_principals

  # Shares with an organizational unit need the trusted access first.
  depends_on = [aws_servicecatalog_organizations_access.this]
}

resource "aws_servicecatalog_principal_portfolio_association" "this" {
  for_each = var.principals

  portfolio_id   = aws_servicecatalog_portfolio.this[each.value.portfolio].id
  principal_arn  = each.value.pattern
  principal_type = "IAM_PATTERN"
}
