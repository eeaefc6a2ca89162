#!/usr/bin/env bash
# kind, the released manifests of Argo CD, Prometheus and the clients of the demo service; their APIs on localhost.
# Prints `argocd-token=` for GITHUB_OUTPUT.
set -euo pipefail
cd "$(dirname "$0")/../.."
argocd=v3.2.11

kind create cluster --quiet --wait 120s
docker build --quiet --tag backout-demo:live --file test/live/Dockerfile . >/dev/null
kind load docker-image --quiet backout-demo:live

kubectl create namespace argocd >/dev/null
# The CRDs are too large for a client-side apply.
kubectl apply -n argocd --server-side --filename \
  "https://raw.githubusercontent.com/argoproj/argo-cd/$argocd/manifests/install.yaml" >/dev/null
kubectl patch -n argocd configmap argocd-cmd-params-cm --type merge -p '{"data":{"server.insecure":"true"}}' >/dev/null
kubectl patch -n argocd configmap argocd-cm --type merge -p '{"data":{"accounts.backout":"apiKey"}}' >/dev/null
kubectl patch -n argocd configmap argocd-rbac-cm --type merge \
  -p '{"data":{"policy.csv":"p, backout, applications, get, */*, allow\n"}}' >/dev/null
kubectl create secret generic -n argocd gitops --from-literal=type=git \
  --from-literal=url="${GITHUB_SERVER_URL:?}/${GITHUB_REPOSITORY:?}" \
  --from-literal=username=x-access-token --from-literal=password="${GITHUB_TOKEN:?}" >/dev/null
kubectl label secret -n argocd gitops argocd.argoproj.io/secret-type=repository >/dev/null
kubectl apply --filename test/live/platform.yaml >/dev/null
kubectl rollout restart -n argocd deployment argocd-server >/dev/null
kubectl rollout status -n argocd deployment argocd-server --timeout=300s >&2
kubectl rollout status -n argocd statefulset argocd-application-controller --timeout=300s >&2
kubectl rollout status deployment prometheus --timeout=300s >&2

# They outlive this step and end with the job.
nohup kubectl port-forward -n argocd service/argocd-server 8080:80 >/dev/null 2>&1 &
nohup kubectl port-forward deployment/prometheus 9090:9090 >/dev/null 2>&1 &
for url in http://127.0.0.1:8080/healthz http://127.0.0.1:9090/-/ready; do
  curl --silent --fail --retry 60 --retry-delay 1 --retry-all-errors "$url" >/dev/null
done

password=$(kubectl get secret -n argocd argocd-initial-admin-secret -o jsonpath='{.data.password}' | base64 -d)
session=$(jq -n --arg p "$password" '{username: "admin", password: $p}' |
  curl --silent --fail http://127.0.0.1:8080/api/v1/session --json @- | jq -r .token)
token=$(curl --silent --fail --header "authorization: Bearer $session" --json '{}' \
  http://127.0.0.1:8080/api/v1/account/backout/token | jq -r .token)
echo "::add-mask::$token" >&2
echo "argocd-token=$token"
