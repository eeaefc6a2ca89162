#!/usr/bin/env bash
# check.sh BAD: the branch ends with one revert of BAD, the lock that went with it lies beside it, and Argo CD runs it.
set -euo pipefail
bad=$1
work=${RUNNER_TEMP:?}/gitops
git() { command git -c credential.helper='!f() { echo username=x-access-token; echo "password=$GITHUB_TOKEN"; }; f' -C "$work" "$@"; }
fail() { echo "::error::$1"; exit 1; }

git fetch --quiet origin "refs/heads/${BRANCH:?}"
tip=$(git rev-parse FETCH_HEAD)
[ "$(git rev-parse "$tip^")" = "$bad" ] || fail "the branch does not end with one commit after $bad"
git diff --quiet "$bad^" "$tip" || fail "the revert does not bring the tree back"
key=$(git log -1 --format='%(trailers:key=Backout-Key,valueonly)' "$tip" | tr -d '[:space:]')
[ -n "$key" ] || fail "the revert names no key"
[ -n "$(git ls-remote origin "refs/backout/reverts/$key")" ] || fail "github.com shows no refs/backout/reverts/$key"
synced=$(kubectl get -n argocd application checkout -o jsonpath='{.status.history[-1:].revision} {.status.health.status}')
[ "$synced" = "$tip Healthy" ] || fail "Argo CD does not run the revert: $synced"
echo "revert=$tip"
echo "key=$key"
