import { logger } from '@datadog/datadog-api-client/dist/logger.js';
import {
  ApiKeyAuthAuthentication,
  AppKeyAuthAuthentication,
} from '@datadog/datadog-api-client/dist/packages/datadog-api-client-common/auth.js';
import { Configuration } from '@datadog/datadog-api-client/dist/packages/datadog-api-client-common/configuration.js';
import {
  type HttpLibrary,
  type RequestContext,
  ResponseContext,
} from '@datadog/datadog-api-client/dist/packages/datadog-api-client-common/http/http.js';
import { ServerConfiguration } from '@datadog/datadog-api-client/dist/packages/datadog-api-client-common/servers.js';
import type { Asking } from '../../http/ask.ts';
import { askText, type TextAnswer } from '../../http/ask-json.ts';
import type { Access } from '../access.ts';

/** What came of the one request, as it was on the wire. */
export interface Exchange {
  answer: TextAnswer | null;
}

/**
 * Not by the client's `createConfiguration`: that looks into the environment for keys and a site of its own, which would
 * send the keys of the policy's secrets elsewhere.
 */
export function configurationOf(access: Access, asking: Asking, exchange: Exchange): Configuration {
  logger.setLevel('silent');
  const keys = {
    apiKeyAuth: new ApiKeyAuthAuthentication(access.apiKey),
    appKeyAuth: new AppKeyAuthAuthentication(access.appKey),
  };
  const server = new ServerConfiguration(access.url, {});
  const http = httpOver(asking, exchange);
  return new Configuration(server, 0, {}, http, keys, {}, false, false, 0, undefined, undefined, {});
}

/** In place of the client's own, which follows redirects with the keys in hand, retries, and logs. */
function httpOver(asking: Asking, exchange: Exchange): HttpLibrary {
  return {
    send: async (request: RequestContext) => {
      const headers = { ...request.getHeaders(), 'user-agent': 'backout' };
      const answer = await askText(request.getUrl(), { method: request.getHttpMethod(), headers }, asking);
      exchange.answer = answer;
      if (!answer.ok) throw new Error(answer.detail);
      const body = { text: async () => answer.text, binary: async () => Buffer.from(answer.text) };
      return new ResponseContext(200, { 'content-type': 'application/json' }, body);
    },
  };
}
