/** Rules, and the Alertmanager (host and port) that their alerts go to. */
export interface Alerting {
  readonly rules: string;
  readonly alertmanager: string;
}

export interface Configured {
  readonly targets: string;
  readonly scrapeIntervalMs: number;
  readonly alerting?: Alerting;
}

/** JSON is YAML. `instance` and `job` come from the targets file, as relabelling would set them. */
export function configuration({ targets, scrapeIntervalMs, alerting }: Configured): string {
  const interval = `${scrapeIntervalMs}ms`;
  return JSON.stringify({
    global: {
      scrape_interval: interval,
      scrape_timeout: `${Math.min(scrapeIntervalMs, 10_000)}ms`,
      evaluation_interval: '1s',
    },
    scrape_configs: [{ job_name: 'pods', file_sd_configs: [{ files: [targets] }] }],
    ...(alerting && {
      rule_files: [alerting.rules],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [alerting.alertmanager] }] }] },
    }),
  });
}
