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
    condition     = module.identity.assignments == { "Auditors/ReadOnlyAccess/222222222222" = "evidence" }
    error_message = "Expected one assignment with its reason."
  }
}

run "complete_example" {
  command = plan

  module {
    source = "./examples/complete"
  }

  assert {
    condition     = length(module.identity.assignments) == 7
    error_message = "A44: expected seven assignments."
  }

  assert {
    condition     = module.identity.group_ids["Developers"] == "11111111-2222-3333-4444-555555555555"
    error_message = "D3: expected the group of the identity provider."
  }
}
