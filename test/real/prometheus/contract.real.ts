import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { signalsContract } from '../../contract/signals.ts';
import { startPrometheus } from './server.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

signalsContract(async (pods, past) => {
  const folder = await mkdtemp(join(tmpdir(), 'backout-prometheus-'));
  folders.push(folder);
  return startPrometheus({ folder, pods, past });
});
