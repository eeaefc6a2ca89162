import type { Answer, Question } from '../../http-server.ts';
import { asKnown, json, type Knowledge, type Provider, startProvider } from './provider.ts';
import { meanOf, sumOf, type Track } from './service.ts';
import { isSigned, type Keys } from './signature.ts';

const balancer = '{LoadBalancer=app/shop/50dc6c495c0c9188}';

/** The queries that the emulator knows, as the policy writes them. */
export const cloudWatchQueries = {
  all: `Sum:AWS/ApplicationELB:RequestCount${balancer}`,
  bad: `Sum:AWS/ApplicationELB:HTTPCode_Target_5XX_Count${balancer}`,
  latency: `Average:AWS/ApplicationELB:TargetResponseTime${balancer}`,
};

export const cloudWatchKeys: Keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };

interface MetricDataQuery {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Period: number;
    readonly Stat: string;
  };
}

interface GetMetricData {
  readonly MetricDataQueries: readonly MetricDataQuery[];
  /** seconds */
  readonly StartTime: number;
  readonly EndTime: number;
}

/** `GetMetricData` in AWS JSON 1.0, with its signature checked. */
export function startCloudWatch(knowledge: Knowledge): Promise<Provider> {
  return startProvider((question) => answer(question, knowledge), knowledge);
}

function answer(question: Question, knowledge: Knowledge): Answer {
  const { method, path, headers, body } = question;
  if (method !== 'POST' || path !== '/' || headers['content-type'] !== 'application/x-amz-json-1.0')
    return refusal(404, 'UnknownOperationException');
  if (headers['x-amz-target'] !== 'GraniteServiceVersion20100801.GetMetricData')
    return refusal(400, 'UnknownOperationException');
  if (!isSigned(question, cloudWatchKeys)) return refusal(403, 'InvalidClientTokenId');
  const { MetricDataQueries: queries, StartTime: from, EndTime: to }: GetMetricData = JSON.parse(body);
  if (!(to > from) || queries.length > 500 || queries.some((query) => !isValid(query)))
    return refusal(400, 'ValidationError');
  if (new Set(queries.map(({ Id }) => Id)).size < queries.length) return refusal(400, 'ValidationError');
  return amz(200, {
    MetricDataResults: queries.map((query) => resultOf(query, knowledge, [from, to])),
    Messages: [],
  });
}

/** Metrics of AWS itself have a point a minute. */
function isValid({ Id, MetricStat: { Period, Stat } }: MetricDataQuery): boolean {
  const stat = /^(?:Sum|SampleCount|Average|Minimum|Maximum|p\d{1,2}(?:\.\d+)?)$/.test(Stat);
  return /^[a-z]\w*$/.test(Id) && stat && Period >= 60 && Period % 60 === 0;
}

function resultOf(query: MetricDataQuery, knowledge: Knowledge, [from, to]: [number, number]): object {
  const { Period: period, Metric: metric, Stat: stat } = query.MetricStat;
  const track = trackOf(query, knowledge);
  const reduce = stat === 'Sum' ? sumOf : meanOf;
  const points: [number, number][] = [];
  for (let start = Math.floor(from / period) * period; start < to; start += period) {
    const told = track === null ? null : reduce(asKnown(track, knowledge), start, start + period);
    if (told !== null) points.push([start, told]);
  }
  return {
    ...{ Id: query.Id, Label: metric.MetricName, StatusCode: 'Complete' },
    Timestamps: points.map(([start]) => start),
    Values: points.map(([, value]) => value),
  };
}

/** A metric that is not known, or known by other dimensions, has no points and is no error. */
function trackOf(
  { MetricStat: { Metric: metric, Stat: stat } }: MetricDataQuery,
  { service }: Knowledge,
): Track | null {
  const dimensions = metric.Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join(',');
  const written = `${stat}:${metric.Namespace}:${metric.MetricName}{${dimensions}}`;
  if (written === cloudWatchQueries.all) return service.all;
  if (written === cloudWatchQueries.bad) return service.bad;
  return written === cloudWatchQueries.latency ? service.latency : null;
}

function refusal(status: number, type: string): Answer {
  const answered = amz(status, { __type: `com.amazonaws.cloudwatch#${type}`, message: 'open sesame' });
  return { ...answered, headers: { ...answered.headers, 'x-amzn-query-error': `${type};Sender` } };
}

function amz(status: number, body: object): Answer {
  return json(status, body, 'application/x-amz-json-1.0');
}
