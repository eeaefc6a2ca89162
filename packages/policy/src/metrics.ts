import { z } from 'zod';
import { chosen } from './chosen.ts';
import { says } from './mistakes/says.ts';
import { strictObject } from './strict-object.ts';
import { ProviderUrl } from './url.ts';

/** A host that is called as `api.<site>`; a site of one's own cannot be told from an attacker's. */
const DatadogSite = z.enum(
  [
    'datadoghq.com',
    'us3.datadoghq.com',
    'us5.datadoghq.com',
    'datadoghq.eu',
    'ap1.datadoghq.com',
    'ap2.datadoghq.com',
    'ddog-gov.com',
  ],
  { error: says('format', { expected: 'a site of Datadog such as datadoghq.eu', write: 'datadoghq.eu' }) },
);

/**
 * Datadog by its site, or by the address of a proxy. Its rate limits are by endpoint (docs.datadoghq.com/api/latest/rate-limits):
 * who has spent that of the first version of its API may name the second.
 */
const Datadog = strictObject({
  site: DatadogSite.optional(),
  url: ProviderUrl.optional(),
  api: z.enum(['v1', 'v2']).default('v1'),
})
  .refine(
    ({ site, url }) => (site === undefined) !== (url === undefined),
    says('format', { expected: 'either site or url', write: '{ site: datadoghq.eu }' }),
  )
  .transform(({ site, url, api }) => ({ url: url ?? `https://api.${site}`, api }));

/** `url` is for an endpoint inside a private network. */
const CloudWatch = strictObject({
  region: z
    .string()
    .regex(
      /^[a-z]{2}(?:-[a-z]+)+-\d$/,
      says('format', { expected: 'a region such as eu-central-1', write: 'eu-central-1' }),
    ),
  url: ProviderUrl.optional(),
}).transform(({ region, url }) => ({ region, url: url ?? null }));

const Elasticsearch = strictObject({
  url: ProviderUrl,
  index: z
    .string()
    .regex(
      /^[^\s/?#,"\\]+$/,
      says('format', { expected: 'an index or a pattern such as logs-*', write: 'logs-*' }),
    ),
  /** The field that holds the time of an event. */
  time: z
    .string()
    .regex(/^[\w@.-]+$/, says('format', { expected: 'the name of a field', write: '@timestamp' }))
    .default('@timestamp'),
});

/**
 * An address, or with it the tenant of a Loki that serves several, and the user whose password the token is: a Loki has
 * no users itself, and what stands before it often has (grafana.com/docs/loki/latest/operations/authentication).
 */
const LokiObject = strictObject({
  url: ProviderUrl,
  tenant: z
    .string()
    .regex(/^[\w!.*'()|-]{1,150}$/, says('format', { expected: 'the id of a tenant', write: 'team-a' }))
    .optional(),
  /** A colon would end it (RFC 7617). A number is the id of an instance, as Grafana Cloud has it. */
  user: z
    .union([z.int().min(0), z.string()])
    .transform(String)
    .pipe(
      z
        .string()
        .regex(
          /^[^\s:]{1,150}$/,
          says('format', { expected: 'the name of a user, without a colon', write: '123456' }),
        ),
    )
    .optional(),
}).transform(({ url, tenant, user }) => ({ url, tenant: tenant ?? null, user: user ?? null }));
const LokiAddress = ProviderUrl.transform((url) => ({ url, tenant: null, user: null }));

const Loki = chosen([LokiAddress, LokiObject], (written) =>
  typeof written === 'object' && written !== null ? LokiObject : LokiAddress,
);

/** Where the numbers of signals come from: a key a provider. */
export const metrics = {
  prometheus: ProviderUrl.optional(),
  datadog: Datadog.optional(),
  cloudwatch: CloudWatch.optional(),
  loki: Loki.optional(),
  elasticsearch: Elasticsearch.optional(),
} as const;
