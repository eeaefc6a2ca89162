import { Mode, Repository } from '@backout/incident';
import { z } from 'zod';
import { Canary } from './canary.ts';
import { metrics } from './metrics.ts';
import { Signal } from './signal/index.ts';
import { strictObject } from './strict-object.ts';
import { Duration, Past, Percentage } from './units.ts';
import { ProviderUrl } from './url.ts';

/** A folder or file of the repository: relative, no `..`, no pattern. */
const RepositoryPath = z
  .string()
  .trim()
  .regex(
    /^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[^*?[\]\0]+$/,
    'expected a path inside the repository, without patterns',
  )
  .transform((path) => path.replace(/\/+$/, ''));

const Application = strictObject({
  environment: z.string().min(1).default('production'),
  /** The Argo CD Application's name, where it differs. */
  argocd: z.string().min(1).optional(),
  /** All it renders from. */
  paths: z.array(RepositoryPath).min(1),
  /** Where the code lives. */
  source: Repository.optional(),
  /** Applications of this policy that it calls. */
  depends_on: z.array(z.string()).default([]),
  signals: z.record(z.string().regex(/^[\w-]{1,40}$/, 'expected letters, digits, - and _'), Signal),
}).transform(({ depends_on, ...application }) => ({
  ...application,
  source: application.source ?? null,
  dependsOn: depends_on,
}));

const Watch = strictObject({
  for: Duration.default(15 * 60_000),
  every: Duration.default(10_000),
  at_least: Duration.default(4 * 60_000),
  baseline: Past.default(60 * 60_000),
}).transform(({ for: forMs, every, at_least, baseline }) => ({
  forMs,
  everyMs: every,
  atLeastMs: at_least,
  baselineMs: baseline,
}));

const Limits = strictObject({
  per_hour: z.int().min(0).default(3),
  per_day: z.int().min(0).default(5),
  cooldown: Duration.default(10 * 60_000),
}).transform(({ per_hour, per_day, cooldown }) => ({
  perHour: per_hour,
  perDay: per_day,
  cooldownMs: cooldown,
}));

const Never = z
  .string()
  .trim()
  .regex(
    /^(?:kind:[A-Z][A-Za-z]*|(?!\w+:)[^\s].*)$/,
    'expected a path pattern such as apps/identity/** or kind:PersistentVolumeClaim',
  );

const Rollback = strictObject({
  /** Per GitOps commit, over all signals, applications and looks; 150 is one false rollback a month at 200 deployments a day. */
  false_alarms_per_million: z.int().min(1).max(10_000).default(150),
  /** That this deployment did it. */
  confidence: Percentage.default(9_000),
  limits: Limits.prefault({}),
  never: z.array(Never).default([]),
}).transform(({ false_alarms_per_million, confidence, ...rest }) => ({
  falseAlarmsPerMillion: false_alarms_per_million,
  confidenceBp: confidence,
  ...rest,
}));

const Verify = strictObject({
  within: Duration.default(10 * 60_000),
  stable_for: Duration.default(2 * 60_000),
}).transform(({ within, stable_for }) => ({ withinMs: within, stableForMs: stable_for }));

/** `.backout.yml`: every field has a default except what only the team can know. */
export const PolicySchema = strictObject({
  version: z.literal(1, { error: 'expected 1' }),
  mode: Mode.default('observe'),
  ...metrics,
  argocd: ProviderUrl.optional(),
  applications: z
    .record(z.string().regex(/^[\w.-]{1,100}$/, 'expected letters, digits, - . and _'), Application)
    .refine((applications) => Object.keys(applications).length > 0, 'expected at least one application'),
  watch: Watch.prefault({}),
  /** Witnesses that a regression needs. */
  required_signals: z.int().min(1).default(1),
  /** Absent: no pods are told apart. */
  canary: Canary.optional(),
  rollback: Rollback.prefault({}),
  verify: Verify.prefault({}),
}).transform(({ required_signals, ...rest }) => ({ ...rest, requiredSignals: required_signals }));

export type Policy = z.infer<typeof PolicySchema>;
export type PolicyApplication = Policy['applications'][string];
export type WatchSettings = Policy['watch'];
