import type { OutgoingHttpHeaders } from 'node:http';
import type { World } from '../world.ts';
import type { RestRequest } from './call.ts';

interface Page {
  readonly status: 200;
  readonly body: readonly unknown[];
  readonly headers: OutgoingHttpHeaders;
}

/** 30 a page unless asked, 100 at most, the way on in a `Link` header. */
export function paginate(world: World, request: RestRequest, items: readonly unknown[]): Page {
  const size = Math.min(100, whole(request.query.get('per_page')) ?? 30);
  const page = whole(request.query.get('page')) ?? 1;
  const last = Math.max(1, Math.ceil(items.length / size));
  const body = items.slice((page - 1) * size, page * size);
  if (page >= last) return { status: 200, body, headers: {} };
  const link = (number: number, rel: string) => {
    const query = new URLSearchParams(request.query);
    query.set('page', String(number));
    return `<${world.url}${encodeURI(request.path)}?${query}>; rel="${rel}"`;
  };
  return { status: 200, body, headers: { link: `${link(page + 1, 'next')}, ${link(last, 'last')}` } };
}

function whole(text: string | null): number | null {
  const value = Number(text);
  return text !== null && Number.isSafeInteger(value) && value > 0 ? value : null;
}
