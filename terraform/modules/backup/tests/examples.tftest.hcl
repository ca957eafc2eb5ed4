# Both examples plan, and show what they promise.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "aws" {
  alias           = "dr"
  source          = "./tests/mocks"
  override_during = plan
}

run "minimal_example" {
  command = plan

  module {
    source = "./examples/minimal"
  }

  assert {
    condition     = module.backup.vault_name == "MM-dev-use1-vault-core" && module.backup.dr_vault_arn == null && module.backup.kms_key_arn == null
    error_message = "A39: dev has one vault with the AWS-managed key."
  }
}

run "complete_example" {
  command = plan

  module {
    source = "./examples/complete"
  }

  assert {
    condition     = module.backup.vault_name == "MM-prod-use1-vault-core" && module.backup.dr_vault_arn != null
    error_message = "A40: prod copies to the DR Region."
  }

  assert {
    condition     = module.backup.kms_key_arn != null && module.backup.dr_kms_key_arn != null
    error_message = "Expected a customer key in both Regions."
  }
}
