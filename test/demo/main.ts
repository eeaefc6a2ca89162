import { rmSync } from 'node:fs';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../tools/root.ts';
import { narrator } from './narrator.ts';
import { asExpected, type Result } from './result.ts';
import { type ScenarioName, scenario, scenarios } from './scenarios.ts';
import { tellStory } from './story.ts';

const { values } = parseArgs({
  options: {
    scenario: { type: 'string', default: 'bad-deploy' },
    json: { type: 'boolean', default: false },
    folder: { type: 'string', default: `${root}demo` },
  },
});
if (!(values.scenario in scenarios)) {
  console.error(
    `there is no scenario ${JSON.stringify(values.scenario)}; there are: ${Object.keys(scenarios).join(', ')}`,
  );
  process.exit(2);
}
const name = values.scenario as ScenarioName;
const { folder } = values;
const out = values.json ? process.stderr : process.stdout;
const told = narrator((line) => out.write(`${line}\n`), out.isTTY === true);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
process.once('exit', () => rmSync(`${folder}/runs`, { recursive: true, force: true }));

const result = await tellStory(name, folder, told);
const expected = asExpected(result, scenario(name));
if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
else tellEnd(result);
if (!expected) console.error(`this did not end as it should: ${JSON.stringify(scenario(name).expected)}`);
process.exit(expected ? 0 : 1);

function tellEnd({ outcome, reverted, timings_ms: times, artifacts }: Result): void {
  const here = (path: string) => relative(process.cwd(), path);
  const seconds = (ms: number | null) => (ms === null ? '' : `${(ms / 1000).toFixed(1)} s`);
  told.blank();
  if (times.onset_to_decision !== null) {
    told.line(`onset to decision   ${seconds(times.onset_to_decision).padStart(8)}`);
    told.line(`decision to push    ${seconds(times.decision_to_push).padStart(8)}`);
    told.line(`push to synced      ${seconds(times.push_to_synced).padStart(8)}`);
    told.line(`push to recovered   ${seconds(times.push_to_recovered).padStart(8)}`);
    told.blank();
  }
  const total = sum([times.onset_to_decision, times.decision_to_push, times.push_to_recovered]);
  if (reverted && total !== null)
    told.line(`${Math.round(total / 1000)} seconds from the first failed request. Nobody was woken.`);
  else told.line(`It ended with: ${outcome}.`);
  told.blank();
  if (artifacts.comment !== null) told.line(`comment   ${here(artifacts.comment)}`);
  told.line(`summary   ${here(`${folder}/summary.html`)}`);
  told.line(`record    ${here(artifacts.incident)}`);
  if (artifacts.ledger_ref !== null)
    told.line(`ledger    git -C ${here(artifacts.gitops)} log ${artifacts.ledger_ref}`);
  told.line(`history   git -C ${here(artifacts.gitops)} log -p main`);
  told.line(`try       npm run demo -- --scenario ${nextScenario()}`);
  told.blank();
}

function sum(parts: readonly (number | null)[]): number | null {
  return parts.includes(null) ? null : parts.reduce<number>((total, part) => total + (part ?? 0), 0);
}

function nextScenario(): string {
  const names = Object.keys(scenarios);
  return names[(names.indexOf(name) + 1) % names.length] ?? 'bad-deploy';
}
