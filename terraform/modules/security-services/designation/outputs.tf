output "administrators" {
  description = "Service -> region (home, dr) -> designated account."
  value = {
    guardduty = {
      home = aws_guardduty_organization_admin_account.home.admin_account_id
      dr   = aws_guardduty_organization_admin_account.dr.admin_account_id
    }
    securityhub = {
      home = aws_securityhub_organization_admin_account.home.admin_account_id
      dr   = aws_securityhub_organization_admin_account.dr.admin_account_id
    }
  }
}
