#!/usr/bin/env bash
# Plans terraform/live/$ROOT, which is initialized, into approved.tfplan there and into text/<root>.txt here.
# With --empty the plan must have no change: exit 1 when it has one. $READS names a root whose output vpc_id is given on.
# Says `changes=true|false` and `name=<root with -- for />` in the file $GITHUB_OUTPUT, where there is one.
set -euo pipefail

root="terraform/live/${ROOT:?the root to plan, such as dev/networking}"
name="${ROOT//\//--}"
output="${GITHUB_OUTPUT:-/dev/null}"
printf 'name=%s\n' "$name" >> "$output"
mkdir -p text

if [ -n "${READS:-}" ]; then
  terraform -chdir="terraform/live/$READS" init -input=false -backend-config=backend.hcl > /dev/null
  # A state without outputs is no error to Terraform: it warns on stdout and exits 0.
  vpc_id="$(terraform -chdir="terraform/live/$READS" output -no-color -raw vpc_id)" || vpc_id=""
  if ! [[ "$vpc_id" =~ ^vpc-[0-9a-f]+$ ]]; then
    echo "Error: $READS has no output vpc_id yet; apply it first" | tee "text/$name.txt" >&2
    exit 1
  fi
  export TF_VAR_vpc_id="$vpc_id"
fi

# -lock=false: the plan role may not write, so it cannot take the lock; the apply takes it.
# -no-color: what went wrong is shown in the comment, and its line begins with "Error:" only without colours.
code=0
terraform -chdir="$root" plan -no-color -input=false -lock=false -detailed-exitcode -out=approved.tfplan > plan.log 2>&1 || code=$?
cat plan.log
case "$code" in
  0) changes=false ;;
  2) changes=true ;;
  *) cp plan.log "text/$name.txt"; exit 1 ;;
esac
terraform -chdir="$root" show -no-color approved.tfplan > "text/$name.txt"
printf 'changes=%s\n' "$changes" >> "$output"
if [ "${1:-}" = --empty ] && [ "$changes" = true ]; then
  echo "Error: the second plan of $ROOT is not empty; what was applied is not what is written" >&2
  exit 1
fi
