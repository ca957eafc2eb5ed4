resource "aws_config_conformance_pack" "topics" {
  name          = "topics"
  template_body = <<-YAML
    Resources:
      Encryption:
        Type: AWS::Config::ConfigRule
        Properties:
          ConfigRuleName: encrypted-volumes
          Source: {Owner: AWS, SourceIdentifier: ENCRYPTED_VOLUMES}
      FlowLogs:
        Type: AWS::Config::ConfigRule
        Properties:
          ConfigRuleName: vpc-flow-logs-enabled
          Source:
            Owner: AWS
            SourceIdentifier: VPC_FLOW_LOGS_ENABLED
  YAML
}

resource "aws_config_organization_managed_rule" "pass_ssh" {
  name            = "incoming-ssh-disabled"
  rule_identifier = "INCOMING_SSH_DISABLED"
}

resource "aws_config_organization_managed_rule" "pass_root" {
  name            = "root-account-mfa-enabled"
  rule_identifier = "ROOT_ACCOUNT_MFA_ENABLED"
}
