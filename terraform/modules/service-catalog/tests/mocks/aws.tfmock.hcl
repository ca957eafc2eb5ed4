mock_resource "aws_servicecatalog_portfolio" {
  defaults = {
    id = "port-1111111111111"
  }
}

mock_resource "aws_servicecatalog_product" {
  defaults = {
    id = "prod-1111111111111"
  }
}
