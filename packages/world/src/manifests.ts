/** What an application renders from: a Deployment with one image, and its configuration. */
export function manifests(application: string, tag: string): Record<string, string> {
  const folder = `apps/${application}/production`;
  return {
    [`${folder}/deployment.yaml`]: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${application}
spec:
  replicas: 2
  selector: { matchLabels: { app: ${application} } }
  template:
    metadata: { labels: { app: ${application} } }
    spec:
      containers:
        - name: ${application}
          image: registry.local/${application}:${tag}
`,
    [`${folder}/config.yaml`]: `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${application}
data:
  LOG_LEVEL: info
`,
  };
}

/** `1.42.0` of `registry.example.com/checkout:1.42.0` */
export function tagOf(image: string): string {
  return image.slice(image.lastIndexOf(':') + 1);
}
