#!/usr/bin/env bash
# deploy.sh VERSION ERROR_RATIO: commits a version of the demo service to $BRANCH, and waits until Argo CD runs it.
# Where BRANCH is new it is begun. Prints `revision=` for GITHUB_OUTPUT.
set -euo pipefail
version=$1
ratio=$2
work=${RUNNER_TEMP:?}/gitops
remote=${GITHUB_SERVER_URL:?}/${GITHUB_REPOSITORY:?}
# The token stays out of arguments and of files.
git() { command git -c credential.helper='!f() { echo username=x-access-token; echo "password=$GITHUB_TOKEN"; }; f' "$@"; }

if [ ! -d "$work" ]; then
  git clone --quiet --depth=1 "$remote" "$work"
  git -C "$work" checkout --quiet -b "${BRANCH:?}"
fi
mkdir -p "$work/live/checkout"
cat >"$work/live/checkout/deployment.yaml" <<Y
apiVersion: apps/v1
kind: Deployment
metadata: { name: checkout }
spec:
  replicas: 2
  progressDeadlineSeconds: 60
  selector: { matchLabels: { app: checkout } }
  template:
    metadata: { labels: { app: checkout } }
    spec:
      containers:
        - name: checkout
          image: backout-demo:live
          imagePullPolicy: Never
          env: [{ name: VERSION, value: "$version" }, { name: ERROR_RATIO, value: "$ratio" }]
          readinessProbe: { httpGet: { path: /health, port: 8080 }, periodSeconds: 1 }
Y
git -C "$work" add -A
git -C "$work" -c user.name=live -c user.email=live@example.com commit --quiet -m "checkout: $version"
git -C "$work" push --quiet "$remote" "HEAD:refs/heads/${BRANCH:?}"
revision=$(git -C "$work" rev-parse HEAD)

kubectl apply -n argocd -f - >/dev/null <<Y
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: checkout, namespace: argocd }
spec:
  project: default
  source: { repoURL: "$remote", targetRevision: "$BRANCH", path: live/checkout }
  destination: { server: "https://kubernetes.default.svc", namespace: default }
  syncPolicy: { automated: { prune: true, selfHeal: true }, retry: { limit: 5, refresh: true } }
Y
kubectl annotate -n argocd application checkout argocd.argoproj.io/refresh=normal --overwrite >/dev/null
for _ in $(seq 120); do
  synced=$(kubectl get -n argocd application checkout -o jsonpath='{.status.history[-1:].revision} {.status.health.status}')
  if [ "$synced" = "$revision Healthy" ]; then
    echo "revision=$revision"
    exit 0
  fi
  sleep 1
done
echo "Argo CD does not run $revision healthily: $synced" >&2
exit 1
