export const id = 133;
export const ids = [133];
export const modules = {

/***/ 53133:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openDatadog: () => (/* binding */ openDatadog)
});

// EXTERNAL MODULE: ./packages/signals/lib/buckets/source.js + 7 modules
var source = __webpack_require__(77724);
// EXTERNAL MODULE: ./packages/signals/lib/buckets/apart.js
var apart = __webpack_require__(82501);
// EXTERNAL MODULE: ./packages/signals/lib/buckets/client.js
var client = __webpack_require__(85368);
;// CONCATENATED MODULE: ./packages/signals/lib/datadog/query.js
/** One metric and nothing computed from it, so that the length of its buckets can be said behind it. */
const plain = /^(avg|sum|min|max|p\d{2}):[^{}]+\{[^{}]*\}(?:\s*by\s*\{[^{}]+\})?(\.as_(?:count|rate)\(\))?$/;
/**
 * The query with its buckets. Counts are summed over a bucket. Of a gauge the mean of a bucket is taken, whatever its
 * hosts are joined by, or its extreme; percentiles have no such choice
 * (docs.datadoghq.com/metrics/faq/rollup-for-distributions-with-percentiles). What is computed from several metrics
 * has to bring its own buckets.
 */
function queryOf({ query, kind, bucketMs }) {
    const seconds = bucketMs / 1000;
    if (kind === 'counts')
        return `${query}.rollup(sum, ${seconds})`;
    const [, aggregator, modifier] = plain.exec(query) ?? [];
    if (aggregator === undefined)
        return query;
    if (aggregator.startsWith('p'))
        return `${query}.rollup(${seconds})`;
    return `${query}.rollup(${overTime(aggregator, modifier)}, ${seconds})`;
}
/** Whether the length of its buckets stands behind the query. */
function bringsItsBuckets(question) {
    return queryOf(question) !== question.query;
}
function overTime(aggregator, modifier) {
    if (modifier === '.as_count()')
        return 'sum';
    return aggregator === 'min' || aggregator === 'max' ? aggregator : 'avg';
}

;// CONCATENATED MODULE: ./packages/signals/lib/datadog/batches.js

/** What Datadog's own cluster agent keeps to, so that no address gets too long (processor.go, beside the other). */
const mostQueries = 35;
const longestAddress = 7_000;
/** Nearly always one. */
function v1Batches(questions) {
    const all = [];
    let length = Number.POSITIVE_INFINITY;
    for (const question of questions) {
        const added = encodeURIComponent(`${queryOf(question)},`).length;
        const last = all.at(-1);
        length += added;
        if (last !== undefined && last.length < mostQueries && length <= longestAddress)
            last.push(question);
        else {
            all.push([question]);
            length = added;
        }
    }
    return all;
}
/**
 * A body may be long. The request says once for all how long buckets are, so a question that cannot say it itself goes
 * with those of its own length.
 */
function v2Batches(questions) {
    const alike = Map.groupBy(questions, (question) => (bringsItsBuckets(question) ? 0 : question.bucketMs));
    return [...alike.values()].flatMap((all) => Array.from({ length: Math.ceil(all.length / mostQueries) }, (_, index) => all.slice(index * mostQueries, (index + 1) * mostQueries)));
}

// EXTERNAL MODULE: ./packages/incident/lib/canonical-json.js + 1 modules
var canonical_json = __webpack_require__(71262);
// EXTERNAL MODULE: ./node_modules/@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/apis/MetricsApi.js
var MetricsApi = __webpack_require__(8618);
// EXTERNAL MODULE: ./packages/signals/lib/http/ask-json.js
var ask_json = __webpack_require__(15612);
;// CONCATENATED MODULE: ./packages/signals/lib/datadog/v1/answers.js

/** The client makes an empty answer of what is no JSON; and a query that is not understood is not always a 400. */
function answersOf(response, questions) {
    const { status, series } = response;
    const failed = (detail, refused = false) => questions.map(() => ({ ok: false, detail, refused, lasting: refused }));
    if (isUnparsed(response) || status === undefined)
        return failed(ask_json/* otherForm */.j6);
    if (status !== 'ok')
        return failed('the query is refused', true);
    const placed = series?.map((one) => ({ one, index: one.queryIndex ?? onlyOf(questions) }));
    if (placed?.every(({ index }) => questions[index] !== undefined) !== true)
        return failed(ask_json/* otherForm */.j6);
    return questions.map((question, index) => answeredOf(question, placed.filter((place) => place.index === index).map(({ one }) => one)));
}
/** An answer to one question does not have to say to which. */
function onlyOf(questions) {
    return questions.length === 1 ? 0 : -1;
}
/** The client marks what it does not know, at any depth, instead of failing. */
function isUnparsed(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    return ('_unparsed' in value && value._unparsed === true) || Object.values(value).some(isUnparsed);
}
/** The series of one question. Their points stand at the beginnings of their buckets, and hold nulls. */
function answeredOf({ bucketMs }, series) {
    const [seconds = bucketMs / 1000, ...others] = new Set(series.map(({ interval }) => interval));
    if (others.length > 0)
        return { ok: false, detail: 'buckets of two lengths' };
    return {
        ...{ ok: true, bucketMs: seconds * 1000 },
        series: series.map(({ pointlist = [] }) => bucketsOf(pointlist, seconds * 1000)),
    };
}
function bucketsOf(points, bucketMs) {
    return points.flatMap((point) => {
        const [start, value = null] = point ?? [];
        return start === undefined || value === null ? [] : [{ end: start + bucketMs, value }];
    });
}

// EXTERNAL MODULE: ./node_modules/@datadog/datadog-api-client/dist/logger.js
var logger = __webpack_require__(6011);
// EXTERNAL MODULE: ./node_modules/@datadog/datadog-api-client/dist/packages/datadog-api-client-common/auth.js
var auth = __webpack_require__(18697);
// EXTERNAL MODULE: ./node_modules/@datadog/datadog-api-client/dist/packages/datadog-api-client-common/configuration.js
var configuration = __webpack_require__(36541);
// EXTERNAL MODULE: ./node_modules/@datadog/datadog-api-client/dist/packages/datadog-api-client-common/http/http.js
var http = __webpack_require__(80350);
// EXTERNAL MODULE: ./node_modules/@datadog/datadog-api-client/dist/packages/datadog-api-client-common/servers.js
var servers = __webpack_require__(9735);
;// CONCATENATED MODULE: ./packages/signals/lib/datadog/v1/configuration.js






/**
 * Not by the client's `createConfiguration`: that looks into the environment for keys and a site of its own, which would
 * send the keys of the policy's secrets elsewhere.
 */
function configurationOf(access, asking, exchange) {
    logger.logger.setLevel('silent');
    const keys = {
        apiKeyAuth: new auth.ApiKeyAuthAuthentication(access.apiKey),
        appKeyAuth: new auth.AppKeyAuthAuthentication(access.appKey),
    };
    const server = new servers.ServerConfiguration(access.url, {});
    const http = httpOver(asking, exchange);
    return new configuration.Configuration(server, 0, {}, http, keys, {}, false, false, 0, undefined, undefined, {});
}
/** In place of the client's own, which follows redirects with the keys in hand, retries, and logs. */
function httpOver(asking, exchange) {
    return {
        send: async (request) => {
            const headers = { ...request.getHeaders(), 'user-agent': 'backout' };
            const answer = await (0,ask_json/* askText */.L5)(request.getUrl(), { method: request.getHttpMethod(), headers }, asking);
            exchange.answer = answer;
            if (!answer.ok)
                throw new Error(answer.detail);
            const body = { text: async () => answer.text, binary: async () => Buffer.from(answer.text) };
            return new http.ResponseContext(200, { 'content-type': 'application/json' }, body);
        },
    };
}

;// CONCATENATED MODULE: ./packages/signals/lib/datadog/v1/client.js







/**
 * `GET /api/v1/query`: several queries with commas between them are one request, and `query_index` tells them apart
 * (github.com/zorkian/go-datadog-api/pull/323). Datadog's own cluster agent asks so, and leaves out the nulls that come
 * of it (DataDog/datadog-agent, pkg/util/kubernetes/autoscalers/datadogexternal.go).
 */
async function askV1(questions, window, { access, asking }) {
    const exchange = { answer: null };
    const metrics = new MetricsApi.MetricsApi(configurationOf(access, asking, exchange));
    const response = await metrics.queryMetrics(requestOf(questions, window)).catch(() => null);
    const { answer } = exchange;
    if (answer !== null && !answer.ok)
        return (0,client/* nothingAnswered */.Dh)(questions, answer);
    if (answer === null || response === null)
        return (0,client/* nothingAnswered */.Dh)(questions, { detail: ask_json/* otherForm */.j6 });
    return {
        answered: answersOf(response, questions),
        ...{ digest: (0,canonical_json/* sha256 */.s)(answer.text), skewMs: answer.skewMs, trouble: null },
    };
}
/** Seconds are asked, milliseconds are answered. Every question gets its first bucket whole. */
function requestOf(questions, { from, to }) {
    const starts = questions.map(({ bucketMs }) => (0,client/* floorTo */.A3)(bucketMs, from));
    return {
        from: Math.min(...starts) / 1000,
        to: Math.ceil(to / 1000),
        query: questions.map(queryOf).join(','),
    };
}

// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 9 modules
var schemas = __webpack_require__(27597);
;// CONCATENATED MODULE: ./packages/signals/lib/datadog/v2/answers.js


/** A table: the moments are common to all series, and a series has a null at those of the others. */
const TimeseriesResponse = schemas/* object */.Ikc({
    data: schemas/* object */.Ikc({
        type: schemas/* literal */.euz('timeseries_response'),
        attributes: schemas/* object */.Ikc({
            series: schemas/* array */.YOg(schemas/* object */.Ikc({ query_index: schemas/* int */.Whr().nonnegative() })),
            times: schemas/* array */.YOg(schemas/* number */.aig()),
            values: schemas/* array */.YOg(schemas/* array */.YOg(schemas/* number */.aig().nullable())),
        }),
    })
        .optional(),
    /** What went wrong, in an answer that is a 200 nevertheless. */
    errors: schemas/* unknown */.L5J().optional(),
});
function tableOf({ data, errors }, questions, window) {
    const failed = (detail, refused = false) => questions.map(() => ({ ok: false, detail, refused }));
    if (errors !== undefined)
        return failed('the query is refused', true);
    if (data === undefined)
        return failed(ask_json/* otherForm */.j6);
    const { series, times, values } = data.attributes;
    const square = values.length === series.length && values.every(({ length }) => length === times.length);
    if (!square || series.some(({ query_index: index }) => questions[index] === undefined))
        return failed(ask_json/* otherForm */.j6);
    const told = questions.map((_question, wanted) => values
        .filter((_row, row) => series[row]?.query_index === wanted)
        .map((row) => row.flatMap((value, at) => (value === null ? [] : [[times[at] ?? 0, value]]))));
    return questions.map((question, index) => {
        const alike = told.filter((_placed, other) => questions[other]?.bucketMs === question.bucketMs);
        return answers_answeredOf(told[index] ?? [], lengthOf(alike.flat(2), question, window));
    });
}
/** Points stand at the beginnings of their buckets. */
function answers_answeredOf(placed, bucketMs) {
    const series = placed.map((points) => points.map(([start, value]) => ({ end: start + bucketMs, value })));
    return { ok: true, bucketMs, series };
}
/** Fewer than this were never too many: so many a graph of Datadog's has at least. */
const fewBuckets = 300;
const enoughPoints = 10;
/**
 * The answer does not tell how long its buckets are, and they are longer than asked for where they would be too many.
 * Then all points, of whatever was asked for in buckets of this length, stand that far apart.
 */
function lengthOf(points, { bucketMs }, { from, to }) {
    const starts = [...new Set(points.map(([start]) => start))];
    const [first] = starts;
    if (first === undefined || starts.length < enoughPoints || (to - from) / bucketMs < fewBuckets)
        return bucketMs;
    const apart = starts.map((start) => Math.abs(start - first)).reduce(commonDivisor, 0);
    return apart > bucketMs ? apart : bucketMs;
}
function commonDivisor(one, other) {
    return other === 0 ? one : commonDivisor(other, one % other);
}

;// CONCATENATED MODULE: ./packages/signals/lib/datadog/v2/client.js





/**
 * `POST /api/v2/query/timeseries`: a query and a formula that names it for each question, in a body that may be long.
 *
 * Not by the official client: its MetricsApi of version 2 brings the models of all products with it, 9.2 MB in each of
 * three bundles, for one request. That this is the request which it would send, and that it knows the whole answer, is
 * tested against it (datadog-v2.test.ts).
 */
async function askV2(questions, window, { access, asking }) {
    const init = {
        method: 'POST',
        headers: headersOf(access),
        body: JSON.stringify(bodyOf(questions, window)),
    };
    const url = `${access.url}/api/v2/query/timeseries`;
    const answer = await (0,ask_json/* askJson */.ey)(url, init, TimeseriesResponse, asking);
    if (!answer.ok)
        return (0,client/* nothingAnswered */.Dh)(questions, answer);
    const { parsed, text, skewMs } = answer;
    return { answered: tableOf(parsed, questions, window), digest: (0,canonical_json/* sha256 */.s)(text), skewMs, trouble: null };
}
function headersOf({ apiKey, appKey }) {
    return {
        ...{ accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'backout' },
        ...{ 'dd-api-key': apiKey, 'dd-application-key': appKey },
    };
}
/** Milliseconds, from the first and up to but without the last. Every question gets its first bucket whole. */
function bodyOf(questions, { from, to }) {
    const starts = questions.map(({ bucketMs }) => (0,client/* floorTo */.A3)(bucketMs, from));
    return {
        data: {
            type: 'timeseries_request',
            attributes: {
                ...{ from: Math.min(...starts), to: Math.round(to) },
                // What has its own `.rollup` behind it keeps that.
                interval: Math.min(...questions.map(({ bucketMs }) => bucketMs)),
                formulas: questions.map((_question, index) => ({ formula: nameOf(index) })),
                queries: questions.map((question, index) => ({
                    ...{ data_source: 'metrics', name: nameOf(index), query: queryOf(question) },
                })),
            },
        },
    };
}
function nameOf(index) {
    return `q${index}`;
}

;// CONCATENATED MODULE: ./packages/signals/lib/datadog/client.js





/**
 * Version 1 of the API where the policy does not say otherwise, because it tells how long the buckets of a series are,
 * which version 2 does not. Both make them longer than asked for where a series would have more than 1,500
 * (docs.datadoghq.com/dashboards/functions/rollup). Version 2 is for who has spent the rate limit of version 1.
 *
 * Counts arrive every 10 s from DogStatsD and traces, every 15 s from checks: shorter buckets than 20 s, which is the
 * API's own choice for an hour, would be empty by turns. The newest are incomplete for 30 s, says Datadog's support
 * (github.com/kedacore/keda/pull/3954). What Datadog fetches itself from a cloud is some 10 minutes late
 * (docs.datadoghq.com/integrations/guide/cloud-metric-delay), and missing for a watch.
 *
 * DogStatsD tells zeros of a counter for five minutes after its last event (`dogstatsd_expiry_seconds`): those are read,
 * and are requests that stopped. A bucket without a point, or with a null, is nothing that anybody told: traces tell
 * nothing where nothing was, and counts are not interpolated
 * (docs.datadoghq.com/metrics/guide/interpolation-the-fill-modifier-explained).
 */
function datadogClient({ api, ...access }, asking) {
    const [ask, batches] = api === 'v2' ? [askV2, v2Batches] : [askV1, v1Batches];
    const askOnce = (questions, window) => ask(questions, window, { access, asking });
    return {
        settleMs: 30_000,
        absent: 'unknown',
        mostBuckets: 1_400,
        countBucketMs: (stepMs) => Math.max(20_000, (0,client/* ceilTo */.nH)(10_000, stepMs)),
        valueBucketMs: (stepMs) => (0,client/* ceilTo */.nH)(1_000, stepMs),
        ask: (0,apart/* askingApart */.y)(askOnce, batches),
    };
}

;// CONCATENATED MODULE: ./packages/signals/lib/datadog/open.js


/** Brings the vendor's client with it, which is large: loaded only where the policy names Datadog. */
function openDatadog(access, signals, reading) {
    return (0,source/* openBuckets */.q)(datadogClient(access, reading), signals, reading);
}


/***/ })

};
