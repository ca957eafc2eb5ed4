# No policy is written here. The rendered SCPs are read, and every action of scp_deny_actions must be denied by one of them.
# A statement counts when it denies the action on every resource, and when its conditions, if any, do nothing but exempt
# callers by name: a Deny for the root user or for a Region is no denial. NotAction never counts.
locals {
  exempting_operators = ["ArnNotEquals", "ArnNotLike", "StringNotEquals", "StringNotLike"]

  scp_statements = flatten([
    for document in coalesce(var.effective_scp_documents, []) : [
      for statement in flatten([jsondecode(document).Statement]) : {
        actions   = [for action in flatten([try(statement.Action, [])]) : lower(action)]
        resources = flatten([try(statement.Resource, [])])
        exempts_callers_only = alltrue(flatten([
          for operator, keys in try(statement.Condition, {}) : [
            for key in keys(keys) : contains(local.exempting_operators, operator) && lower(key) == "aws:principalarn"
          ]
        ]))
      } if statement.Effect == "Deny"
    ]
  ])

  # IAM's wildcards as an anchored regular expression; actions hold no other special character.
  denied_action_patterns = distinct(flatten([
    for statement in local.scp_statements : [
      for action in statement.actions : "^${replace(replace(action, "*", ".*"), "?", ".")}$"
    ] if statement.exempts_callers_only && contains(statement.resources, "*")
  ]))

  undenied_actions = [
    for action in sort(var.scp_deny_actions) : action
    if !anytrue([for pattern in local.denied_action_patterns : can(regex(pattern, lower(action)))])
  ]
}

check "scp_denials_are_proved" {
  assert {
    condition     = var.effective_scp_documents != null || length(var.scp_deny_actions) == 0
    error_message = "No SCP documents were given, so nothing shows that ${join(", ", sort(var.scp_deny_actions))} are denied here. Pass effective_scp_documents."
  }
}
