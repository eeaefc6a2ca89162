import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Answer, startServer, type WorldServer } from '../http-server.ts';
import type { Pod } from './service.ts';

/** One address for all pods of an application, for who does not follow its rollouts; 503 when nobody is live. */
export async function startIngress(pods: () => readonly Pod[]): Promise<WorldServer> {
  let turn = 0;
  return startServer({
    now: Date.now,
    answer({ path }) {
      const live = pods();
      const pod = live[turn % live.length];
      turn += 1;
      return pod ? pass(`${pod.url}${path}`) : { status: 503, body: 'no pod is ready\n' };
    },
  });
}

function pass(url: string): Promise<Answer> {
  return new Promise((resolve) => {
    const request = get(url, (response) => {
      const answer = (body: string) => resolve({ status: response.statusCode ?? 502, body });
      text(response).then(answer, () => resolve({ status: 502, body: 'the pod hung up\n' }));
    });
    request.on('error', () => resolve({ status: 502, body: 'the pod does not answer\n' }));
  });
}
