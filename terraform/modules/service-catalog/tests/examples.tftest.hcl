# Both examples plan, and show what they promise.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

run "minimal_example" {
  command = plan

  module {
    source = "./examples/minimal"
  }

  assert {
    condition     = length(module.service_catalog.portfolio_ids) == 4 && length(module.service_catalog.shares) == 4
    error_message = "C14, C17: expected four portfolios, each shared once."
  }
}

run "complete_example" {
  command = plan

  module {
    source = "./examples/complete"
  }

  assert {
    condition     = length(module.service_catalog.shares) == 8 && toset(keys(module.service_catalog.product_ids)) == toset(["studio-domain", "team-account"])
    error_message = "C17: expected two units behind each portfolio, and two products."
  }
}
