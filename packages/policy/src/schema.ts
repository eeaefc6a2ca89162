import { Mode, Repository } from '@backout/incident';
import { z } from 'zod';
import { Canary } from './canary.ts';
import { isGitignorePattern } from './gitignore.ts';
import { metrics } from './metrics.ts';
import { says } from './mistakes/says.ts';
import { Signal } from './signal/index.ts';
import { strictObject } from './strict-object.ts';
import { Duration, DurationText, durationText, Past, Percentage, someTime } from './units.ts';
import { ProviderUrl } from './url.ts';

/** A folder or file of the repository, `.` for all of it: relative, no `..`, no pattern. */
const RepositoryPath = z
  .string()
  .trim()
  .regex(/^(?:\.|(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[^*?[\]\\\0]+)$/, says('path'))
  .transform((path) => path.replace(/\/+/g, '/').replace(/\/$/, ''));

/** What every object of JavaScript has by that name would be taken for what the file says. */
function isFree(name: string): boolean {
  return !(name in {});
}

const reserved = {
  error: ({ input }: { input?: unknown }) => says('reserved-name', { name: String(input) }),
};

const ApplicationName = z
  .string()
  .regex(/^[\w.-]{1,100}$/, says('application-name'))
  .refine(isFree, reserved);

const SignalName = z
  .string()
  .regex(/^[\w-]{1,40}$/, says('signal-name'))
  .refine(isFree, reserved);

const Application = strictObject({
  environment: z.string().min(1).default('production'),
  /** The Argo CD Application's name, where it differs. */
  argocd: z.string().min(1).optional(),
  /** All it renders from. */
  paths: z.array(RepositoryPath).min(1),
  /** Where the code lives. */
  source: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/, says('repository'))
    .pipe(Repository)
    .optional(),
  /** Applications of this policy that it calls. */
  depends_on: z.array(z.string()).default([]),
  signals: z
    .record(SignalName, Signal, { error: says('signals-list') })
    .refine((signals) => Object.keys(signals).length > 0, says('no-signals')),
}).transform(({ depends_on, ...application }) => ({
  ...application,
  source: application.source ?? null,
  dependsOn: depends_on,
}));

/** Only what is written can contradict `for`: a short watch has no other least than its length. */
const defaultAtLeast = '4m';

const Watch = strictObject({
  for: someTime('15m').prefault('15m'),
  every: someTime('10s').prefault('10s'),
  at_least: DurationText.meta({ default: defaultAtLeast }).pipe(Duration).optional(),
  baseline: Past.prefault('60m'),
})
  .superRefine(({ for: length, every, at_least }, context) => {
    const raise = (key: string, message: string) =>
      context.addIssue({ code: 'custom', path: [key], message, input: length });
    const facts = { for: durationText(length) };
    if (every > length) raise('every', says('every-above-for', { every: durationText(every), ...facts }));
    if (at_least !== undefined && at_least > length)
      raise('at_least', says('at-least-above-for', { atLeast: durationText(at_least), ...facts }));
  })
  .transform(({ for: forMs, every, at_least, baseline }) => ({
    forMs,
    everyMs: every,
    atLeastMs: at_least ?? Duration.parse(defaultAtLeast),
    baselineMs: baseline,
  }));

const Limits = strictObject({
  per_hour: z.int().min(0).default(3),
  per_day: z.int().min(0).default(5),
  cooldown: Duration.prefault('10m'),
}).transform(({ per_hour, per_day, cooldown }) => ({
  perHour: per_hour,
  perDay: per_day,
  cooldownMs: cooldown,
}));

const kind = 'kind:[A-Z][A-Za-z]*';
const pattern = String.raw`(?!\w+:)[^\s].*`;

const Never = z
  .string()
  .trim()
  .meta({ pattern: `^(?:${kind}|${pattern})$` })
  .superRefine((rule, context) => {
    const raise = (message: string) => context.addIssue({ code: 'custom', message, input: rule });
    if (/^kind:/i.test(rule)) new RegExp(`^${kind}$`).test(rule) || raise(says('kind'));
    else if (!new RegExp(`^${pattern}$`, 's').test(rule)) raise(says('never'));
    else if (!isGitignorePattern(rule)) raise(says('never-pattern'));
  });

const Rollback = strictObject({
  /** Per GitOps commit, over all signals, applications and looks; 150 is one false rollback a month at 200 deployments a day. */
  false_alarms_per_million: z.int().min(1).max(10_000).default(150),
  /** That this deployment did it. */
  confidence: Percentage.prefault('90%'),
  limits: Limits.prefault({}),
  never: z.array(Never).default([]),
  /** `reversible`: every version runs on the data of the one after it. */
  migrations: z.enum(['irreversible', 'reversible']).default('irreversible'),
}).transform(({ false_alarms_per_million, confidence, ...rest }) => ({
  falseAlarmsPerMillion: false_alarms_per_million,
  confidenceBp: confidence,
  ...rest,
}));

const Verify = strictObject({
  within: someTime('10m').prefault('10m'),
  stable_for: Duration.prefault('2m'),
})
  .superRefine(({ within, stable_for }, context) => {
    if (stable_for <= within) return;
    const facts = { stableFor: durationText(stable_for), within: durationText(within) };
    const message = says('stable-above-within', facts);
    context.addIssue({ code: 'custom', path: ['stable_for'], message, input: stable_for });
  })
  .transform(({ within, stable_for }) => ({ withinMs: within, stableForMs: stable_for }));

/** `.backout.yml`: every field has a default except what only the team can know. */
export const PolicySchema = strictObject({
  version: z.literal(1, { error: says('version') }),
  mode: Mode.default('observe'),
  ...metrics,
  argocd: ProviderUrl.optional(),
  applications: z
    .record(ApplicationName, Application)
    .refine((applications) => Object.keys(applications).length > 0, says('no-applications')),
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
