variable "admin_account_id" {
  description = "Account to designate as administrator of GuardDuty and Security Hub (12 digits)."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.admin_account_id))
    error_message = "Expected an account id of 12 digits; found \"${var.admin_account_id}\"."
  }
}
