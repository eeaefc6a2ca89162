import { z } from 'zod';
import type { Answer, Question } from '../../http-server.ts';
import { type Points, parse, pointsOf } from './datadog-query.ts';
import { json, type Knowledge } from './provider.ts';

const MetricsQuery = z.object({
  data_source: z.literal('metrics'),
  name: z.string().regex(/^[a-z]\w*$/),
  query: z.string(),
});

/**
 * The part of the published schema that is emulated (`TimeseriesFormulaRequest` of the official client); moments in
 * seconds are no recent moments in milliseconds.
 */
const Request = z.object({
  data: z.object({
    type: z.literal('timeseries_request', { error: 'Invalid type. Expected "timeseries_request".' }),
    attributes: z.object({
      from: z.int().min(1_000_000_000_000),
      to: z.int(),
      interval: z.int().positive().default(20_000),
      formulas: z.array(z.object({ formula: z.string() })),
      queries: z.array(MetricsQuery).nonempty(),
    }),
  }),
});
type Attributes = z.infer<typeof Request>['data']['attributes'];

/**
 * `POST /api/v2/query/timeseries` as it is recorded: milliseconds are asked and answered, all series share their moments,
 * with a null where a series has none, and where there is nothing all is empty.
 */
export function answerTimeseries({ headers, body }: Question, knowledge: Knowledge): Answer {
  if (headers['content-type'] !== 'application/json') return refusal('Content-Type must be application/json');
  const request = Request.safeParse(parseJson(body));
  if (!request.success) return refusal(request.error.issues[0]?.message ?? 'unexpected');
  const { attributes } = request.data.data;
  const { from, to, queries } = attributes;
  const names = queries.map(({ name }) => name);
  if (to <= from) return refusal('`to` must be after `from`');
  if (new Set(names).size < names.length) return refusal('names of queries must be unique');
  const parsed = queries.map(({ query }) => parse(query, knowledge));
  const wrong = parsed.indexOf(null);
  if (wrong !== -1) return refusal(`unable to parse ${queries[wrong]?.query}`);
  if (!attributes.formulas.every(({ formula }) => names.includes(formula)))
    return refusal('the emulator knows formulas that name a query, and no others');
  const points = parsed.map((one) =>
    one === null ? none : pointsOf(one, [from / 1000, to / 1000], attributes.interval / 1000),
  );
  return json(200, tableOf(attributes, points), 'application/vnd.api+json');
}

const none: Points = { interval: 1, points: [] };

/** `query_index` counts the formulas. */
function tableOf({ formulas, queries }: Attributes, points: readonly Points[]): object {
  const rows = formulas
    .map(({ formula }, index) => {
      const told = points[queries.findIndex(({ name }) => name === formula)] ?? none;
      return { index, told: new Map(told.points) };
    })
    .filter(({ told }) => told.size > 0);
  const seconds = [...new Set(rows.flatMap(({ told }) => [...told.keys()]))].sort((a, b) => a - b);
  return {
    data: {
      ...{ id: '0', type: 'timeseries_response' },
      attributes: {
        series: rows.map(({ index }) => ({ group_tags: [], query_index: index, unit: null })),
        times: seconds.map((second) => second * 1000),
        values: rows.map(({ told }) => seconds.map((second) => told.get(second) ?? null)),
      },
    },
  };
}

function refusal(why: string): Answer {
  return json(400, { errors: [`API input validation failed: ${why}`] });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
