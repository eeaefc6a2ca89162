import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { type Estate, openEstate } from './estate.ts';
import { holdsForDrawn } from './tampered.ts';

const records = 12;

let folder: string;
let estate: Estate;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tampered-'));
  estate = await openEstate(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('whatever was handed over, nothing but the bad commit is reverted, and no ref moves that is not ours', () =>
  holdsForDrawn(estate, records));
