mock_provider "aws" {}

run "minimal_example_plans" {
  command = plan

  module {
    source = "./examples/minimal"
  }

  assert {
    condition     = length(flatten(values(output.reachability))) == 0
    error_message = "Nothing is attached, so nothing is reached."
  }
}

run "complete_example_plans" {
  command = plan

  module {
    source = "./examples/complete"
  }

  assert {
    condition     = output.reachability.prod == tolist(["egress", "onprem", "services"]) && output.reachability.nonprod == tolist(["services"])
    error_message = "E8: found ${jsonencode(output.reachability)}."
  }

  assert {
    condition     = output.attachment_reachability.product-a == tolist(["datacenter", "egress", "registry"])
    error_message = "E8: product-a must not reach product-b; found ${jsonencode(output.attachment_reachability.product-a)}."
  }
}
