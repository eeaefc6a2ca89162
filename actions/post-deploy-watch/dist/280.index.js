export const id = 280;
export const ids = [280];
export const modules = {

/***/ 38280:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openDatadog: () => (/* binding */ openDatadog)
});

// EXTERNAL MODULE: ./packages/signals/lib/buckets/source.js + 6 modules
var source = __webpack_require__(63888);
// EXTERNAL MODULE: ./packages/incident/lib/canonical-json.js + 1 modules
var canonical_json = __webpack_require__(71262);
// EXTERNAL MODULE: ./node_modules/@datadog/datadog-api-client/dist/packages/datadog-api-client-v1/apis/MetricsApi.js
var MetricsApi = __webpack_require__(8618);
// EXTERNAL MODULE: ./packages/signals/lib/buckets/ask-json.js
var ask_json = __webpack_require__(62909);
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
function batches(questions) {
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
;// CONCATENATED MODULE: ./packages/signals/lib/datadog/configuration.js






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

;// CONCATENATED MODULE: ./packages/signals/lib/datadog/series.js

/** The client makes an empty answer of what is no JSON; and a query that is not understood is not always a 400. */
function answersOf(response, questions) {
    const { status, series } = response;
    const failed = (detail) => questions.map(() => ({ ok: false, detail }));
    if (isUnparsed(response) || status === undefined)
        return failed(ask_json/* otherForm */.j6);
    if (status !== 'ok')
        return failed('the query is refused');
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

;// CONCATENATED MODULE: ./packages/signals/lib/datadog/client.js








/**
 * Version 1 of the API, because it tells how long the buckets of a series are, which version 2 does not; it makes them
 * longer than asked for where a series would have more than 1,500 (docs.datadoghq.com/dashboards/functions/rollup).
 * Several queries with commas between them are one request, and `query_index` tells them apart
 * (github.com/zorkian/go-datadog-api/pull/323). Datadog's own cluster agent asks so, and leaves out the nulls that come
 * of it (DataDog/datadog-agent, pkg/util/kubernetes/autoscalers/datadogexternal.go).
 *
 * Counts arrive every 10 s from DogStatsD and traces, every 15 s from checks: shorter buckets than 20 s, which is the
 * API's own choice for an hour, would be empty by turns. The newest are incomplete for 30 s, says Datadog's support
 * (github.com/kedacore/keda/pull/3954). What Datadog fetches itself from a cloud is some 10 minutes late
 * (docs.datadoghq.com/integrations/guide/cloud-metric-delay), and missing for a watch.
 */
function datadogClient(access, asking) {
    return {
        settleMs: 30_000,
        mostBuckets: 1_400,
        countBucketMs: (stepMs) => Math.max(20_000, (0,client/* ceilTo */.nH)(10_000, stepMs)),
        valueBucketMs: (stepMs) => (0,client/* ceilTo */.nH)(1_000, stepMs),
        ask: async (questions, window) => {
            const all = batches(questions).map((batch) => askBatch(batch, window, { access, asking }));
            return (0,client/* together */.bs)(await Promise.all(all));
        },
    };
}
async function askBatch(questions, window, { access, asking }) {
    const exchange = { answer: null };
    const metrics = new MetricsApi.MetricsApi(configurationOf(access, asking, exchange));
    const response = await metrics.queryMetrics(requestOf(questions, window)).catch(() => null);
    const { answer } = exchange;
    if (answer !== null && !answer.ok)
        return (0,client/* nothingAnswered */.Dh)(questions, answer.detail, answer.trouble);
    if (answer === null || response === null)
        return (0,client/* nothingAnswered */.Dh)(questions, ask_json/* otherForm */.j6);
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

;// CONCATENATED MODULE: ./packages/signals/lib/datadog/open.js


/** Brings the vendor's client with it, which is large: loaded only where the policy names Datadog. */
function openDatadog(access, signals, reading) {
    return (0,source/* openBuckets */.q)(datadogClient(access, reading), signals, reading);
}


/***/ })

};
