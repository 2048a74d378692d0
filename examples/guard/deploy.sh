#!/usr/bin/env bash
# `cdktf deploy` with the guard in front of it: deploy.sh CLUSTER
#
# Plans, explains the plan, and stops with exit code 3 (needs approval) or 4 (refused) before anything is
# changed; otherwise cdktf applies. CLUSTER is the stack, which has the scope of the cluster file as its name.
set -euo pipefail
cluster=${1:?usage: deploy.sh CLUSTER}
stack=cdktf.out/stacks/$cluster
plan=$(mktemp)
trap 'rm -f "$plan"' EXIT

cdktf synth
terraform -chdir="$stack" init -input=false >/dev/null
terraform -chdir="$stack" plan -input=false -out="$plan" >/dev/null
terraform -chdir="$stack" show -json "$plan" | ${PATRONI_SWARM:-npx patroni-swarm} plan -
cdktf deploy "$cluster" --auto-approve
