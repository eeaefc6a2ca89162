import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';

/** As much of an object as its address needs. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

interface KubeEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: unknown;
}

/** A client of the API server, as much of one as the tests need beside the documentation's kubectl. */
export interface Kube {
  readonly url: string;
  readonly token: string;
  /** The body of the answer. @throws with the server's words for everything but 2xx */
  send(method: string, path: string, body?: object, contentType?: string): Promise<unknown>;
  /** Server-side, since the CRDs of Argo CD are too big for a client's: what another owner has applied stays. */
  apply(object: KubeObject, owner?: string): Promise<void>;
  remove(object: KubeObject): Promise<void>;
  /** What happens from now on to a list, until the signal. */
  watch(path: string, since: string, signal: AbortSignal): AsyncIterable<KubeEvent>;
}

const plurals: Readonly<Record<string, string>> = {
  Namespace: 'namespaces',
  Node: 'nodes',
  ConfigMap: 'configmaps',
  Secret: 'secrets',
  CustomResourceDefinition: 'customresourcedefinitions',
  Application: 'applications',
  ApplicationSet: 'applicationsets',
  AppProject: 'appprojects',
};

export function openKube(port: number, token: string): Kube & Disposable {
  const url = `https://127.0.0.1:${port}`;
  // The server's certificate is one that it made itself a second ago.
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  const ask = (method: string, path: string, body?: object, contentType = 'application/json') =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const content = body === undefined ? '' : JSON.stringify(body);
      // Said for a DELETE as well: Node would send its body without a length, in the way of the next request.
      const length = { 'content-length': Buffer.byteLength(content) };
      const headers = { authorization: `Bearer ${token}`, 'content-type': contentType, ...length };
      const asked = request(`${url}${path}`, { method, agent, headers }, resolve);
      asked.on('error', reject);
      asked.end(content);
    });
  const send: Kube['send'] = async (method, path, body, contentType) => {
    const answer = await ask(method, path, body, contentType);
    const said = await text(answer);
    const status = answer.statusCode ?? 0;
    if (status >= 300) throw new Error(`${method} ${path}: HTTP ${status} ${said}`);
    return /json/.test(answer.headers['content-type'] ?? '') ? JSON.parse(said) : said;
  };
  return {
    url,
    token,
    send,
    apply: async (object, owner = 'e2e') => {
      const query = `?fieldManager=${owner}&force=true`;
      await send('PATCH', `${pathOf(object)}${query}`, object, 'application/apply-patch+yaml');
    },
    remove: async (object) => {
      await send('DELETE', pathOf(object));
    },
    watch: async function* (path, since, signal) {
      const answer = await ask('GET', `${path}?watch=1&resourceVersion=${since}`);
      const end = () => answer.destroy();
      signal.addEventListener('abort', end);
      try {
        for await (const line of lines(answer)) yield JSON.parse(line) as KubeEvent;
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        signal.removeEventListener('abort', end);
      }
    },
    [Symbol.dispose]: () => agent.destroy(),
  };
}

/** Where an object lives. */
function pathOf({ apiVersion, kind, metadata }: KubeObject): string {
  const plural = plurals[kind];
  if (plural === undefined) throw new Error(`the tests know no path of a ${kind}`);
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const scope = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`;
  return `${root}${scope}/${plural}/${metadata.name}`;
}

/** Unlike readline's, it ends with an error when the stream is destroyed. */
async function* lines(stream: IncomingMessage): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of stream.setEncoding('utf8')) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
}
