# Products made from CloudFormation templates: the blueprints of accounts and of machine-learning environments.
resource "aws_servicecatalog_product" "this" {
  for_each = var.products

  name          = each.value.name
  description   = each.value.description
  owner         = coalesce(var.portfolios[each.value.portfolio].team, var.owner_account.name)
  type          = "CLOUD_FORMATION_TEMPLATE"
  support_email = each.value.support_email
  tags          = merge(local.common_tags, { Name = "${var.name_prefix}-product-${each.key}" })

  provisioning_artifact_parameters {
    name         = each.value.version
    type         = "CLOUD_FORMATION_TEMPLATE"
    template_url = each.value.template_url
  }
}

resource "aws_servicecatalog_product_portfolio_association" "this" {
  for_each = var.products

  portfolio_id = aws_servicecatalog_portfolio.this[each.value.portfolio].id
  product_id   = aws_servicecatalog_product.this[each.key].id
}

# Whoever launches a product needs no permission for what the template makes: the role of that name in the account does it.
resource "aws_servicecatalog_constraint" "launch" {
  for_each = var.products

  description  = "Launched as ${each.value.launch_role_name} of the member account"
  portfolio_id = aws_servicecatalog_product_portfolio_association.this[each.key].portfolio_id
  product_id   = aws_servicecatalog_product_portfolio_association.this[each.key].product_id
  type         = "LAUNCH"
  parameters   = jsonencode({ LocalRoleName = each.value.launch_role_name })
}
