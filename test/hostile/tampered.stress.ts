import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { type Estate, openEstate } from './estate.ts';
import { holdsForDrawn, holdsForForged } from './tampered.ts';

const records = 200;

let folder: string;
let estate: Estate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tampered-'));
  estate = await openEstate(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** ms: two runs a record, and the machines are shared. */
const minutes = 900_000;

test(
  'whatever was handed over, nothing but the bad commit is reverted, and no ref moves that is not ours',
  () => holdsForDrawn(estate, records),
  minutes,
);

test('and not with any one field forged either', () => holdsForForged(estate), minutes);
