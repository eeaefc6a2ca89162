import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import type { DetectionCase, Family, Point, Signal } from './case.ts';

const Series = z.array(z.tuple([z.number(), z.number()]));

/** A line of a recorded set; what is not read is not checked. */
const Line = z.object({
  id: z.string(),
  group: z.string(),
  source: z.string(),
  system: z.string().optional(),
  step_s: z.number(),
  t0: z.number(),
  t_ready: z.number().nullish(),
  label: z.enum(['regression', 'benign']),
  onset_est: z.number().nullish(),
  visible: z.object({ golden: z.boolean().optional() }).nullish(),
  direction: z.string().nullish(),
  series: z.record(z.string(), Series),
});

/** Every case of the recorded sets of a folder, file by file. */
export async function readCorpus(folder: string): Promise<DetectionCase[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl.gz')).sort();
  const sets = await Promise.all(files.map((name) => readSet(join(folder, name))));
  return sets.flat();
}

async function readSet(file: string): Promise<DetectionCase[]> {
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()) });
  const cases: DetectionCase[] = [];
  for await (const line of lines) if (line !== '') cases.push(caseOf(Line.parse(JSON.parse(line))));
  return cases;
}

/** Points after the rollout within which an alarm counts. */
const window = 10;
/** Expert-labelled incidents of production KPIs build up slowly. */
const longWindow = 20;

function caseOf(line: z.infer<typeof Line>): DetectionCase {
  const judgedFrom = line.t_ready ?? line.t0;
  const points = line.source.startsWith('MS ') ? longWindow : window;
  const until = judgedFrom + points * line.step_s;
  const requests = new Map(line.series.requests);
  const signals = Object.entries(line.series).map(([name, series]): Signal => {
    // Of a production KPI nobody said what it means: `requests` alone is a value like any other.
    const family = line.direction === 'either' ? 'kpi' : familyOf(name);
    const all = series.map(([t, value]): Point => {
      const weight = family === 'errors' ? (requests.get(t) ?? 1) : 1;
      return { t, value, weight };
    });
    return {
      ...{ name, family },
      worse: line.direction === 'either' ? 'either' : 'higher',
      history: all.filter(({ t }) => t < line.t0),
      after: all.filter(({ t }) => t >= judgedFrom && t < until),
    };
  });
  return {
    ...{ id: line.id, group: line.group, source: line.source, system: line.system ?? line.source },
    stepSeconds: line.step_s,
    ...{ began: line.t0, judgedFrom, label: line.label, signals },
    visible: line.visible?.golden ?? null,
    onset: line.onset_est ?? null,
  };
}

function familyOf(name: string): Family {
  if (name === 'error_ratio') return 'errors';
  if (name.startsWith('latency')) return 'latency';
  if (name === 'requests') return 'requests';
  return name === 'cpu' || name === 'mem' ? 'resource' : 'kpi';
}
