# Documentation values and no credentials: `terraform plan` needs neither an account nor a network.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  skip_region_validation      = true
}

locals {
  common_tags = {
    Project            = "ml-infra"
    Environment        = "mgmt"
    Owner              = "platform"
    CostCenter         = "1000"
    ManagedBy          = "terraform"
    Repository         = "example/ml-infra"
    Account            = "Management"
    DataClassification = "internal"
    Compliance         = "none"
    BackupPolicy       = "none"
    CreatedBy          = "terraform"
  }
}

# Requirements C and E: five OUs, two of them Control Tower's, nested OUs, policies from rendered documents, delegations.
# The two documents here are the smallest ones that AWS accepts; a live root reads scps/rendered/<slug>.json instead.
module "organization" {
  source = "../.."

  name_prefix           = "MM-mgmt-use1"
  common_tags           = local.common_tags
  management_account_id = "111111111111"

  enabled_policy_types          = ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY"]
  aws_service_access_principals = ["access-analyzer.amazonaws.com", "cloudtrail.amazonaws.com", "config.amazonaws.com", "guardduty.amazonaws.com", "ram.amazonaws.com", "sso.amazonaws.com"]

  organizational_units = {
    Security               = { managed_by = "control-tower", id = "ou-ab12-00000001" }
    Sandbox                = { managed_by = "control-tower", id = "ou-ab12-00000002" }
    Infrastructure         = {}
    Workloads              = {}
    "Workloads/NonProd"    = {}
    "Workloads/Prod"       = {}
    "Workloads/Prod/Lakes" = {}
    Deployments            = {}
  }

  accounts = {
    "Security Tooling" = { email = "aws+sec@example.com", ou = "Security", managed_by = "control-tower", id = "444444444444" }
    Network            = { email = "aws+net@example.com", ou = "Infrastructure" }
    forecasting-dev    = { email = "aws+forecasting-dev@example.com", ou = "Workloads/NonProd" }
    forecasting-prod   = { email = "aws+forecasting-prod@example.com", ou = "Workloads/Prod" }
    lake-sales         = { email = "aws+lake@example.com", ou = "Workloads/Prod/Lakes", role_name = "AWSControlTowerExecution" }
    lake-next          = { email = "aws+lake-next@example.com", ou = "Workloads/Prod/Lakes", status = "planned" }
  }

  policies = {
    org-boundary = {
      type        = "SERVICE_CONTROL_POLICY"
      description = "No account leaves the organization."
      content     = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "DenyLeaveOrganization", Effect = "Deny", Action = "organizations:LeaveOrganization", Resource = "*" }] })
    }
    trail = {
      type        = "SERVICE_CONTROL_POLICY"
      description = "No trail stops."
      content     = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "DenyStop", Effect = "Deny", Action = ["cloudtrail:DeleteTrail", "cloudtrail:StopLogging"], Resource = "*" }] })
    }
    own-organization = {
      type        = "RESOURCE_CONTROL_POLICY"
      description = "Buckets of the lakes answer to this organization only."
      content = jsonencode({ Version = "2012-10-17", Statement = [{
        Sid = "DenyStrangers", Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*"
        Condition = {
          StringNotEqualsIfExists = { "aws:PrincipalOrgID" = "o-exampleorgid" }
          BoolIfExists            = { "aws:PrincipalIsAWSService" = "false" }
        }
      }] })
    }
  }

  reserved_scp_slots = 3
  attachments = {
    root                      = ["org-boundary"]
    "ou:Workloads"            = ["trail"]
    "ou:Workloads/Prod/Lakes" = ["own-organization"]
    "account:Network"         = ["trail"]
  }

  delegated_administrators = {
    "access-analyzer.amazonaws.com" = "Security Tooling"
    "guardduty.amazonaws.com"       = "Management"
  }

  resource_policy = jsonencode({ Version = "2012-10-17", Statement = [{
    Sid       = "SecurityToolingReads"
    Effect    = "Allow"
    Principal = { AWS = "arn:aws:iam::444444444444:root" }
    Action    = ["organizations:DescribeOrganization", "organizations:DescribePolicy", "organizations:ListPolicies"]
    Resource  = "*"
  }] })
}

output "attachments" {
  description = "Slugs per node."
  value       = module.organization.attachments
}

output "skipped_delegations" {
  description = "Delegations that were not made, and why."
  value       = module.organization.skipped_delegations
}
