import { parseArgs } from 'node:util';
import { contend } from './contention/contend.ts';

/**
 * Whether every race for a branch ends: many incidents at once, each a process of the bundled action, over real git and
 * HTTP, while a person pushes every second.
 *
 * `npm run bench:contention [-- --incidents N] [--at-once N] [--same] [--per-hour N] [--json]`
 *
 * `--same`: all of them want to take back one commit. `--per-hour`: the policy's cap. `--json`: nothing but the result.
 */
const values = optionsOf(process.argv.slice(2));

function optionsOf(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        incidents: { type: 'string', default: '200' },
        'at-once': { type: 'string', default: '8' },
        same: { type: 'boolean', default: false },
        'per-hour': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, text: string): number {
  return /^[1-9]\d{0,4}$/.test(text)
    ? Number(text)
    : refuse(`--${name} ${JSON.stringify(text)} is no whole number from 1 on`);
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

const perHour = values['per-hour'];
const wanted = {
  incidents: wholeNumber('incidents', values.incidents),
  atOnce: wholeNumber('at-once', values['at-once']),
  same: values.same,
  perHour: perHour === undefined ? null : wholeNumber('per-hour', perHour),
};
const counted = await contend(wanted, (line) => {
  if (!values.json) process.stderr.write(`${line}\n`);
});
console.log(JSON.stringify(counted));
const { lost, duplicates, persons_commits_lost: gone } = counted;
process.exitCode = lost + duplicates + gone === 0 ? 0 : 1;
