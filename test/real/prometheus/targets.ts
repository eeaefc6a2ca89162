import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pod } from '@backout/world/service';

export interface Targets extends AsyncDisposable {
  /** For `file_sd_configs`. */
  readonly file: string;
}

const everyMs = 50;

/** What a service discovery does: the pods that run now, in a file that changes whenever they do. */
export async function publishTargets(folder: string, pods: () => readonly Pod[]): Promise<Targets> {
  const file = join(folder, 'targets.json');
  const ended = new AbortController();
  let published = '';
  const publish = async () => {
    const text = JSON.stringify(pods().map(targetOf));
    if (text === published) return;
    // In one step: a file that is read half-written would take all targets away.
    await writeFile(`${file}.next`, text);
    await rename(`${file}.next`, file);
    published = text;
  };
  await publish();
  const publishing = (async () => {
    while (!ended.signal.aborted) {
      await publish();
      await pause(everyMs);
    }
  })();
  return {
    file,
    async [Symbol.asyncDispose]() {
      ended.abort();
      await publishing;
    },
  };
}

function targetOf({ url, instance, application: job }: Pod) {
  return { targets: [new URL(url).host], labels: { instance, job } };
}
