export const id = 504;
export const ids = [504];
export const modules = {

/***/ 27504:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   promqlFault: () => (/* binding */ promqlFault)
/* harmony export */ });
/* harmony import */ var _prometheus_io_lezer_promql__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(86828);
/* harmony import */ var _nearest_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35330);


/** The grammar of Prometheus' own editor, and the types that its server asks for beside it. */
function promqlFault(query) {
    const tree = _prometheus_io_lezer_promql__WEBPACK_IMPORTED_MODULE_0__/* .parser */ .K3D.parse(query);
    return grammarFault(query, tree) ?? typeFault(query, tree.topNode);
}
function grammarFault(query, tree) {
    let index = null;
    tree.iterate({
        enter({ type, from }) {
            if (index === null && type.isError)
                index = from;
            return index === null;
        },
    });
    if (index === null)
        return null;
    const unexpected = /[\w$]+|./su.exec(query.slice(index))?.[0] ?? null;
    return { kind: 'grammar', index, unexpected, cure: cureFor(query, index) };
}
const functions = [
    ...[
        'rate',
        'irate',
        'increase',
        'delta',
        'deriv',
        'histogram_quantile',
        'sum',
        'avg',
        'min',
        'max',
        'count',
    ],
    ...[
        'avg_over_time',
        'max_over_time',
        'min_over_time',
        'sum_over_time',
        'quantile_over_time',
        'count_over_time',
    ],
    ...['topk', 'quantile', 'clamp_min', 'clamp_max', 'label_replace', 'absent', 'changes', 'resets', 'round'],
];
function cureFor(query, at) {
    if (query.includes('$'))
        return "write a duration such as 5m: Grafana's variables mean nothing here";
    const name = /(\w+)\s*$/.exec(query.slice(0, at))?.[1];
    if (query[at] === '(' && name !== undefined) {
        const meant = (0,_nearest_js__WEBPACK_IMPORTED_MODULE_1__/* .nearest */ .p)(name, functions);
        return meant === null ? `${name} is no function of PromQL` : `did you mean ${meant}?`;
    }
    return missingClosers(query) ?? 'correct the query, best where Prometheus shows its result';
}
const closers = { '(': ')', '[': ']', '{': '}' };
function missingClosers(query) {
    const bare = query.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '""');
    const open = [];
    for (const character of bare) {
        const closer = closers[character];
        if (closer !== undefined)
            open.push(closer);
        else if (/[)\]}]/.test(character) && open.pop() !== character)
            return `take out a ${character}`;
    }
    const operator = /(==|!=|>=|<=|[-+*/%^<>]|\b(?:and|or|unless))\s*$/.exec(bare)?.[1];
    if (operator !== undefined)
        return `write what comes after ${operator}, or take it out`;
    return open.length === 0 ? null : `close it with ${open.reverse().join('')}`;
}
const ranges = ['MatrixSelector', 'SubqueryExpr'];
const overRange = [
    'rate',
    'irate',
    'increase',
    'delta',
    'idelta',
    'deriv',
    'changes',
    'resets',
    'predict_linear',
];
function typeFault(query, top) {
    const whole = top.firstChild?.name;
    if (ranges.some((range) => range === whole)) {
        return { kind: 'type', index: 0, is: 'gives ranges and no values', cure: `write rate(${query})` };
    }
    if (whole === 'StringLiteral')
        return { kind: 'type', index: 0, is: 'is a text and no query', cure: 'take the inner quotes out' };
    const calls = [];
    // Asked for its node, the cursor builds one: only where it is a call.
    top.cursor().iterate((at) => {
        if (at.name === 'FunctionCall')
            calls.push(at.node);
    });
    const wrong = calls.find((call) => needsRange(nameOf(query, call)) && !holdsRange(call));
    if (wrong === undefined)
        return null;
    const name = nameOf(query, wrong);
    return { kind: 'type', index: wrong.from, is: `gives ${name} no range`, cure: `write ${name}(…[5m])` };
}
function nameOf(query, { from }) {
    return query.slice(from, query.indexOf('(', from)).trim();
}
function needsRange(name) {
    return overRange.includes(name) || name.endsWith('_over_time');
}
/** What leads from a call to its range, also where that is shifted in time, as in `rate(x[5m] offset 1d)`. */
const around = ['FunctionCallBody', 'OffsetExpr', 'StepInvariantExpr', 'ParenExpr'];
function holdsRange(parent) {
    for (let node = parent.firstChild; node !== null; node = node.nextSibling) {
        if (ranges.includes(node.name))
            return true;
        if (around.includes(node.name) && holdsRange(node))
            return true;
    }
    return false;
}


/***/ })

};
