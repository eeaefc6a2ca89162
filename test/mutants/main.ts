import { parseArgs } from 'node:util';
import { root } from '../tools/root.ts';
import { measure } from './measure.ts';
import { named } from './named.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    named: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
  },
});

/** Whoever stops this stops what it started, and its copies go. */
const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => stopped.abort(new Error(`stopped by ${signal}`)));

const say = values.json ? console.error : console.log;

async function runNamedMutants(): Promise<boolean> {
  const answer = await named({ root, log: say, signal: stopped.signal });
  if (values.json) console.log(JSON.stringify(answer));
  return answer.survived.length === 0;
}

try {
  const isGood = values.named
    ? await runNamedMutants()
    : await measure({ root, log: say, signal: stopped.signal, only: positionals, fresh: values.fresh });
  process.exitCode = isGood ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
