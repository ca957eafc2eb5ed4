# Rows C14 to C17, C22 (CKV_LZ_051): four portfolios, their owner, their shares, launches by a role.
mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  name_prefix   = "MM-mgmt-use1"
  owner_account = { name = "Shared Services", id = "111111111111" }
  share_ou_arns = { Workloads = "arn:aws:organizations::111111111111:ou/o-exampleorg1/ou-exam-workload1" }
  common_tags   = { Project = "startup-ml", Environment = "mgmt" }
}

run "c14_four_portfolios_with_a_named_owner" {
  command = plan

  assert {
    condition     = toset([for portfolio in aws_servicecatalog_portfolio.this : portfolio.name]) == toset(["Account vending", "Analytics self-service", "Model building", "Model deployment"])
    error_message = "C14: expected the four portfolios."
  }

  assert {
    condition     = alltrue([for portfolio in aws_servicecatalog_portfolio.this : startswith(portfolio.provider_name, "Shared Services: ") && strcontains(portfolio.description, "111111111111")])
    error_message = "C14: expected the owner account in every portfolio."
  }

  assert {
    condition     = strcontains(aws_servicecatalog_portfolio.this["model-deployment"].description, "Real-time, batch and multi-model")
    error_message = "C14: expected real-time, batch and multi-model deployment."
  }
}

run "c17_every_portfolio_is_shared_with_the_workloads_unit" {
  command = plan

  assert {
    condition     = length(aws_servicecatalog_portfolio_share.ou) == 4 && alltrue([for share in aws_servicecatalog_portfolio_share.ou : share.type == "ORGANIZATIONAL_UNIT" && share.principal_id == "arn:aws:organizations::111111111111:ou/o-exampleorg1/ou-exam-workload1"])
    error_message = "C17: expected four shares with the whole unit."
  }

  assert {
    condition     = alltrue([for share in aws_servicecatalog_portfolio_share.ou : share.share_principals && share.share_tag_options])
    error_message = "C17: expected principals and TagOptions to be shared, so that a new account is ready on day one."
  }

  assert {
    condition     = length(aws_servicecatalog_organizations_access.this) == 0
    error_message = "Expected the trusted access to be left to the management account."
  }
}

run "ckv_lz_051_a_product_is_launched_by_a_role_of_the_member_account" {
  command = plan

  variables {
    products = {
      studio-domain = {
        portfolio        = "model-building"
        name             = "SageMaker Studio domain"
        template_url     = "https://mm-mgmt-use1-blueprints.s3.us-east-1.amazonaws.com/studio-domain/v1.yaml"
        launch_role_name = "MM-catalog-model-building"
      }
    }
  }

  assert {
    condition     = aws_servicecatalog_constraint.launch["studio-domain"].type == "LAUNCH" && jsondecode(aws_servicecatalog_constraint.launch["studio-domain"].parameters) == { LocalRoleName = "MM-catalog-model-building" }
    error_message = "CKV_LZ_051: expected a launch constraint with the local role."
  }

  assert {
    condition     = aws_servicecatalog_product.this["studio-domain"].type == "CLOUD_FORMATION_TEMPLATE" && aws_servicecatalog_product.this["studio-domain"].owner == "machine learning" && one(aws_servicecatalog_product.this["studio-domain"].provisioning_artifact_parameters).name == "v1"
    error_message = "C16, C22: expected version v1 of a CloudFormation template, owned by the portfolio's team."
  }
}

run "principals_by_pattern" {
  command = plan

  variables {
    principals = { scientists = { portfolio = "model-building", pattern = "arn:aws:iam:::role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_DataScientist_*" } }
  }

  assert {
    condition     = aws_servicecatalog_principal_portfolio_association.this["scientists"].principal_type == "IAM_PATTERN"
    error_message = "Expected a pattern, which is shared with member accounts."
  }
}
