export const id = 945;
export const ids = [945];
export const modules = {

/***/ 13945:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openCloudWatch: () => (/* binding */ openCloudWatch)
});

// EXTERNAL MODULE: ./packages/signals/lib/buckets/source.js + 7 modules
var source = __webpack_require__(77724);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-cloudwatch/dist-cjs/index.js
var dist_cjs = __webpack_require__(44085);
// EXTERNAL MODULE: ./packages/incident/lib/canonical-json.js + 1 modules
var canonical_json = __webpack_require__(71262);
// EXTERNAL MODULE: ./packages/signals/lib/buckets/apart.js
var apart = __webpack_require__(82501);
// EXTERNAL MODULE: ./packages/signals/lib/buckets/client.js
var buckets_client = __webpack_require__(85368);
// EXTERNAL MODULE: ./packages/signals/lib/http/ask-json.js
var ask_json = __webpack_require__(15612);
;// CONCATENATED MODULE: ./packages/signals/lib/cloudwatch/query.js
/** `Sum:AWS/ApplicationELB:RequestCount{LoadBalancer=app/shop/50dc6c495c0c9188}` */
const query_form = /^([^:]+):([^:{}]+):([^:{}]+)(?:\{(.*)\})?$/;
function metricQuery({ query, bucketMs }, index) {
    const [, stat = '', namespace = '', name = '', dimensions = ''] = query_form.exec(query) ?? [];
    return {
        Id: idOf(index),
        MetricStat: {
            Metric: { Namespace: namespace.trim(), MetricName: name.trim(), Dimensions: dimensionsOf(dimensions) },
            Period: bucketMs / 1000,
            Stat: stat,
        },
        ReturnData: true,
    };
}
function idOf(index) {
    return `q${index}`;
}
function dimensionsOf(written) {
    if (written === '')
        return [];
    return written.split(',').map((dimension) => {
        const at = dimension.indexOf('=');
        return { Name: dimension.slice(0, at).trim(), Value: dimension.slice(at + 1).trim() };
    });
}

;// CONCATENATED MODULE: ./packages/signals/lib/cloudwatch/answers.js


const notWhole = 'an answer that is not whole';
/** What is not whole is not read at all: a page that lacks, and a metric of which CloudWatch says that it lacks. */
function answersOf(output, questions) {
    const { MetricDataResults: results = [], NextToken: next, Messages: messages = [] } = output;
    if (next !== undefined || messages.length > 0)
        return questions.map(() => ({ ok: false, detail: notWhole }));
    return questions.map((question, index) => {
        const [result, ...others] = results.filter(({ Id }) => Id === idOf(index));
        if (result === undefined || others.length > 0)
            return { ok: false, detail: ask_json/* otherForm */.j6 };
        return answeredOf(question, result);
    });
}
/** Values stand at the beginnings of their periods. */
function answeredOf({ bucketMs }, result) {
    const { StatusCode: status, Messages: messages = [], Timestamps: times = [], Values: values = [] } = result;
    if (status === 'Forbidden')
        return { ok: false, detail: 'the key may not read this metric', lasting: true };
    if (status !== 'Complete' || messages.length > 0)
        return { ok: false, detail: notWhole };
    if (times.length !== values.length)
        return { ok: false, detail: ask_json/* otherForm */.j6 };
    const series = times.map((time, index) => ({
        end: time.getTime() + bucketMs,
        value: values[index] ?? Number.NaN,
    }));
    return { ok: true, bucketMs, series: [series] };
}

// EXTERNAL MODULE: ./packages/signals/lib/http/back-off.js
var back_off = __webpack_require__(43761);
;// CONCATENATED MODULE: ./packages/signals/lib/cloudwatch/failure.js


/** There was no answer at all; the words are ours. */
class NotAnswered extends Error {
}
/** The time that a look has includes the search for credentials, which may ask the machine's own service. */
function noAnswerWithin(timeoutMs) {
    return new Promise((_resolve, reject) => {
        const late = () => reject(new NotAnswered(`no answer within ${timeoutMs / 1000} s`));
        AbortSignal.timeout(timeoutMs).addEventListener('abort', late);
    });
}
/** Their names, because the protocol answers most of them with HTTP 400. */
const throttled = /Throttl|LimitExceeded|TooManyRequests|SlowDown/;
const unauthorized = /AccessDenied|UnrecognizedClient|ClientTokenId|ExpiredToken|Signature|MissingAuthentication|NotAuthorized|OptInRequired/;
function failureOf(error, now) {
    if (error instanceof NotAnswered)
        return broken(error.message);
    if (!isServiceError(error))
        return broken(ask_json/* otherForm */.j6);
    const { name, $metadata, $response } = error;
    const status = $metadata?.httpStatusCode ?? 0;
    if (name === 'CredentialsProviderError')
        return { ...broken('the runner has no credentials for AWS'), lasting: true };
    if (status < 300)
        return broken(ask_json/* otherForm */.j6);
    if (unauthorized.test(name))
        return { ...broken(`HTTP ${status}: the key may not read metrics`), lasting: true };
    const busy = throttled.test(name);
    const trouble = busy || (0,ask_json/* isTrouble */.KM)(status) ? (0,back_off/* askedToWait */.l)(new Headers($response?.headers), now) : null;
    const detail = busy ? (0,ask_json/* statusDetail */.YC)(429) : (0,ask_json/* statusDetail */.YC)(status);
    return { detail, trouble, refused: !busy && (0,ask_json/* isRefusal */.vu)(status), lasting: !busy && (0,ask_json/* isLasting */.dJ)(status) };
}
function broken(detail) {
    return { detail, trouble: null, refused: false, lasting: false };
}
function isServiceError(error) {
    return error instanceof Error;
}

;// CONCATENATED MODULE: ./packages/signals/lib/cloudwatch/handler.js


/** In place of the client's own, so that an answer is capped and awaited as everywhere else. */
function handlerOver(asking, clock) {
    return {
        handle: async (request) => {
            const { method, body = null } = request;
            const init = { method, body, headers: headersOf(request) };
            const { answer, headers } = await (0,ask_json/* askWithHeaders */.KS)(urlOf(request), init, asking);
            if (!answer.ok)
                throw new NotAnswered(answer.detail);
            clock.skewMs = answer.skewMs;
            const bytes = new TextEncoder().encode(answer.text);
            return { response: { statusCode: answer.status, headers: Object.fromEntries(headers), body: bytes } };
        },
    };
}
function urlOf({ protocol, hostname, port, path }) {
    return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
}
/** What `fetch` sets itself is left out; the name of the client is no part of the signature. */
function headersOf({ headers }) {
    const { host: _host, 'content-length': _length, ...rest } = headers;
    return { ...rest, 'user-agent': 'backout' };
}

;// CONCATENATED MODULE: ./packages/signals/lib/cloudwatch/client.js








/** Shorter periods exist only for metrics of one's own, and only for three hours. */
const shortestMs = 60_000;
/**
 * One `GetMetricData` carries up to 500 queries, and 100,800 points in its answer. A metric of a minute is there about
 * two minutes later (docs.datadoghq.com/integrations/guide/cloud-metric-delay, which lives by reading them), and one of
 * errors only where there were some. Every query of every request is billed.
 *
 * A load balancer that is not called reports nothing
 * (docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html), and neither does
 * one that is gone: of a total that is not there nobody knows which.
 */
function cloudWatchClient(access, asking) {
    const clock = { skewMs: 0 };
    const client = client_open(access, asking, clock);
    return {
        settleMs: 120_000,
        absent: 'unknown',
        mostBuckets: 5_000,
        countBucketMs: (stepMs) => Math.max(shortestMs, (0,buckets_client/* ceilTo */.nH)(shortestMs, stepMs)),
        valueBucketMs: (stepMs) => Math.max(shortestMs, (0,buckets_client/* ceilTo */.nH)(shortestMs, stepMs)),
        ask: (0,apart/* askingApart */.y)(async (questions, window) => {
            try {
                const asked = client.send(new dist_cjs/* GetMetricDataCommand */.Soe(requestOf(questions, window)));
                const output = await Promise.race([asked, noAnswerWithin(asking.timeoutMs)]);
                const digest = (0,canonical_json/* sha256 */.s)(JSON.stringify(output.MetricDataResults ?? []));
                return { answered: answersOf(output, questions), digest, skewMs: clock.skewMs, trouble: null };
            }
            catch (error) {
                return (0,buckets_client/* nothingAnswered */.Dh)(questions, failureOf(error, asking.now()));
            }
        }),
    };
}
/** It does not try again: the next look does, and knows how long to wait. */
function client_open({ region, url, credentials }, asking, clock) {
    return new dist_cjs/* CloudWatchClient */.WBn({
        ...{ region, maxAttempts: 1, requestHandler: handlerOver(asking, clock) },
        ...(url !== null && { endpoint: url }),
        ...(credentials !== null && { credentials }),
    });
}
/** The beginning is inclusive and the end exclusive, and both are answered fastest at whole periods. */
function requestOf(questions, { from, to }) {
    const starts = questions.map(({ bucketMs }) => (0,buckets_client/* floorTo */.A3)(bucketMs, from));
    return {
        MetricDataQueries: questions.map(metricQuery),
        StartTime: new Date(Math.min(...starts)),
        EndTime: new Date((0,buckets_client/* floorTo */.A3)(shortestMs, to)),
        ScanBy: 'TimestampAscending',
    };
}

;// CONCATENATED MODULE: ./packages/signals/lib/cloudwatch/open.js


/** Brings the vendor's client with it, which is large: loaded only where the policy names CloudWatch. */
function openCloudWatch(access, signals, reading) {
    return (0,source/* openBuckets */.q)(cloudWatchClient(access, reading), signals, reading);
}


/***/ })

};
