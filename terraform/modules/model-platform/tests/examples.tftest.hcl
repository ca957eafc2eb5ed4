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
    condition     = module.model_platform.bucket_name == "mm-dev-use1-models" && module.model_platform.dr_bucket_name == null
    error_message = "A6: expected the dev store without a copy."
  }
}

run "complete_example" {
  command = plan

  module {
    source = "./examples/complete"
  }

  assert {
    condition     = module.model_platform.bucket_name == "mm-prod-use1-models-333333333333" && module.model_platform.dr_bucket_name == "mm-prod-usw2-models-333333333333"
    error_message = "A7: expected the prod store and its copy."
  }

  assert {
    condition     = toset(keys(module.model_platform.ecr_repository_urls)) == toset(["inference/gateway", "inference/triton"])
    error_message = "Expected two repositories."
  }
}
