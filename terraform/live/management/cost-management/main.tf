# A budget for each account, alarms before it is spent, and anomalies by service and by account.
module "cost_management" {
  source = "../../../modules/cost-management"

  name_prefix                 = var.name_prefix
  common_tags                 = var.common_tags
  account_id                  = var.account_id
  budgets                     = var.budgets
  actual_thresholds_percent   = var.actual_thresholds_percent
  forecast_thresholds_percent = var.forecast_thresholds_percent
  anomaly_threshold_usd       = var.anomaly_threshold_usd
  alert_emails                = var.alert_emails
}
