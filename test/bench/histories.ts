import { parseArgs } from 'node:util';
import { playAll } from './histories/play-all.ts';
import { isGood, tally } from './histories/tally.ts';
import { lineOf, storyOf, tableOf } from './histories/tell.ts';

/**
 * Whether what is reverted is the guilty commit of ours and nothing else, whatever Argo CD did: histories are drawn with
 * one cause each, and the product's stages run over real git from the event to the revert.
 *
 * `npm run bench:histories [-- --count N] [--seed S] [--json] [--only INDEX]`
 *
 * `--only` plays one history of the seed and prints it.
 */
const values = optionsOf(process.argv.slice(2));

function optionsOf(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        count: { type: 'string', default: '200' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        only: { type: 'string' },
      },
    }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, text: string): number {
  return /^\d{1,9}$/.test(text)
    ? Number(text)
    : refuse(`--${name} ${JSON.stringify(text)} is no whole number`);
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

const began = performance.now();
const seed = wholeNumber('seed', values.seed);
const count = wholeNumber('count', values.count);
const indices =
  values.only === undefined
    ? Array.from({ length: count }, (_, index) => index)
    : [wholeNumber('only', values.only)];
const played = await playAll(seed, indices);
const counted = tally(played, seed);
const failed = played.filter(({ judgement }) => judgement.is !== 'right');
const seconds = ((performance.now() - began) / 1000).toFixed(0);

for (const one of failed) process.stderr.write(`${lineOf(one)}\n`);
const [first] = values.only === undefined ? failed : played;
if (first !== undefined) process.stderr.write(`\n${storyOf(first)}\n`);
if (values.json) console.log(JSON.stringify(counted));
else {
  console.log(`${tableOf(counted)}\n`);
  console.log(
    `${counted.ours_alone_reverted} of ${counted.ours_alone} histories with a commit of ours alone reverted; ` +
      `${counted.other_cause} others; ${counted.wrong} of ${counted.histories} wrong`,
  );
  console.log(
    `seed ${seed}, ${seconds} s: the stages from watch to revert over bare repositories, a new one for each history; ` +
      'Argo CD, its renderings and the signal are given, the label follows from the draw alone',
  );
}
process.exit(isGood(counted) ? 0 : 1);
