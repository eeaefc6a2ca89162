import { z } from 'zod';
import { type ArgocdAccess, isTimeout, request } from '../ask.ts';

/** What Argo CD renders of a revision: a JSON document an object. Or why that is not known. */
export type Rendered =
  | { readonly kind: 'rendered'; readonly manifests: readonly string[] }
  | { readonly kind: 'not-rendered'; readonly why: NotRendered };

export type NotRendered =
  /** its sources or parameters are not those of today's Application */
  | 'not-comparable'
  /** the token may not, or Argo CD does not know the application */
  | 'forbidden'
  /** Argo CD could not render it */
  | 'failed'
  | 'late'
  | 'too-large'
  /** no connection, or an answer that is none */
  | 'unreadable';

export interface Limits {
  readonly timeoutMs: number;
  readonly bytes: number;
}

/** Rendering takes a repo server up to a minute; a Helm chart with its CRDs is a few MB. */
const defaults: Limits = { timeoutMs: 30_000, bytes: 16_000_000 };

const Answer = z.object({ manifests: z.array(z.string()).nullish() });

/** @param path of the API, with its query */
export async function render(
  access: ArgocdAccess,
  path: string,
  limits: Partial<Limits> = {},
): Promise<Rendered> {
  const { timeoutMs, bytes } = { ...defaults, ...limits };
  try {
    const response = await request({ ...access, timeoutMs }, path);
    if (!response.ok) {
      await response.body?.cancel();
      return notRendered(refusalOf(response.status));
    }
    const text = await readText(response, bytes);
    return text === null ? notRendered('too-large') : parse(text);
  } catch (error) {
    return notRendered(isTimeout(error) ? 'late' : 'unreadable');
  }
}

function refusalOf(status: number): NotRendered {
  if (status === 401 || status === 403 || status === 404) return 'forbidden';
  return status >= 400 ? 'failed' : 'unreadable';
}

/** @returns null as soon as there is too much of it */
async function readText({ body }: Response, bytes: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > bytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parse(text: string): Rendered {
  const parsed = Answer.safeParse(JSON.parse(text));
  return parsed.success
    ? { kind: 'rendered', manifests: parsed.data.manifests ?? [] }
    : notRendered('unreadable');
}

export function notRendered(why: NotRendered): Rendered {
  return { kind: 'not-rendered', why };
}
