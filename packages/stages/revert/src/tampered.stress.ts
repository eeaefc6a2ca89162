import { test } from 'vitest';
import { holdsUnderTampering } from './testing/tampered-stage.ts';

const records = 10_000;

test('whatever was handed over, only the branch and refs of ours are pushed to, and only what is borne out', () =>
  holdsUnderTampering(records));
