output "portfolio_ids" {
  description = "Id of each portfolio, by key."
  value       = { for key, portfolio in aws_servicecatalog_portfolio.this : key => portfolio.id }
}

output "portfolio_arns" {
  description = "ARN of each portfolio, by key."
  value       = { for key, portfolio in aws_servicecatalog_portfolio.this : key => portfolio.arn }
}

output "product_ids" {
  description = "Id of each product, by key."
  value       = { for key, product in aws_servicecatalog_product.this : key => product.id }
}

output "shares" {
  description = "The shares: portfolio/organizational unit -> ARN of the unit."
  value       = { for key, share in aws_servicecatalog_portfolio_share.ou : key => share.principal_id }
}
