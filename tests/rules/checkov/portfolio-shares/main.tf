resource "aws_servicecatalog_portfolio" "building" {
  name          = "MM-dev-use1-portfolio-building"
  provider_name = "platform"
}

resource "aws_servicecatalog_portfolio_share" "pass_unit" {
  portfolio_id = aws_servicecatalog_portfolio.building.id
  type         = "ORGANIZATIONAL_UNIT"
  principal_id = "arn:aws:organizations::111111111111:ou/o-exampleorgid/ou-ab12-workload1"
}

resource "aws_servicecatalog_portfolio_share" "fail_account" {
  portfolio_id = aws_servicecatalog_portfolio.building.id
  type         = "ACCOUNT"
  principal_id = "333333333333"
}

resource "aws_ssm_parameter" "type" {
  name           = "/catalog/type"
  type           = "String"
  insecure_value = "ORGANIZATIONAL_UNIT"
}

resource "aws_servicecatalog_portfolio_share" "unknown_type" {
  portfolio_id = aws_servicecatalog_portfolio.building.id
  type         = aws_ssm_parameter.type.arn
  principal_id = "333333333333"
}

resource "aws_servicecatalog_product_portfolio_association" "pass_launched" {
  portfolio_id = aws_servicecatalog_portfolio.building.id
  product_id   = "prod-aaaaaaaaaaaaa"
}

resource "aws_servicecatalog_constraint" "launch" {
  portfolio_id = aws_servicecatalog_portfolio.building.id
  product_id   = aws_servicecatalog_product_portfolio_association.pass_launched.product_id
  type         = "LAUNCH"
  parameters   = jsonencode({ LocalRoleName = "MM-launch" })
}

resource "aws_servicecatalog_product_portfolio_association" "pass_literal" {
  portfolio_id = aws_servicecatalog_portfolio.building.id
  product_id   = "prod-bbbbbbbbbbbbb"
}

resource "aws_servicecatalog_constraint" "literal" {
  portfolio_id = aws_servicecatalog_portfolio.building.id
  product_id   = "prod-bbbbbbbbbbbbb"
  type         = "LAUNCH"
  parameters   = jsonencode({ LocalRoleName = "MM-launch" })
}

resource "aws_servicecatalog_product_portfolio_association" "fail_as_oneself" {
  portfolio_id = aws_servicecatalog_portfolio.building.id
  product_id   = "prod-ccccccccccccc"
}

# A constraint, and not the one that names a role.
resource "aws_servicecatalog_constraint" "template" {
  portfolio_id = aws_servicecatalog_portfolio.building.id
  product_id   = aws_servicecatalog_product_portfolio_association.fail_as_oneself.product_id
  type         = "TEMPLATE"
  parameters   = jsonencode({ Rules = {} })
}
