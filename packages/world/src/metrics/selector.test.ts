import { expect, test } from 'vitest';
import { ParseError, parseSelector } from './selector.ts';

const LABELS = { __name__: 'http_requests_total', app: 'web', code: '500', instance: 'web-1' };

test.each([
  ['http_requests_total', true],
  ['http_requests', false],
  ['http_requests_total{}', true],
  ['http_requests_total{app="web"}', true],
  ["http_requests_total { app = 'web', code=`500`, }", true],
  ['http_requests_total{app="api"}', false],
  ['http_requests_total{code=~"5.."}', true],
  ['http_requests_total{code=~"5."}', false],
  ['http_requests_total{code!~"5..|4.."}', false],
  ['http_requests_total{code!="200"}', true],
  ['http_requests_total{shard=""}', true],
  ['http_requests_total{shard!=""}', false],
  ['{__name__="http_requests_total",app="web"}', true],
  ['{__name__=~"http_.*"}', true],
  ['http_requests_total{app="a\\"b"}', false],
])('%s', (query, matched) => {
  expect(parseSelector(query).matches(LABELS)).toBe(matched);
});

test.each([
  ['up', null],
  ['up[5m]', 300_000],
  ['up{job="web"}[3600s]', 3_600_000],
  ['up[1h30m]', 5_400_000],
  ['up[500ms]', 500],
])('the range of %s is %s', (query, rangeMs) => {
  expect(parseSelector(query).rangeMs).toBe(rangeMs);
});

test.each([
  ['', '1:1: parse error: no expression found in input'],
  ['rate(up[5m])', '1:5: parse error: unexpected character: "("'],
  ['sum by (app) (up)', '1:5: parse error: unexpected character: "b"'],
  ['up{job="web"', '1:13: parse error: unexpected end of input'],
  ['up{job=web}', '1:8: parse error: unexpected character: "w"'],
  ['up[5]', '1:4: parse error: unexpected character: "5"'],
  ['up offset 5m', '1:4: parse error: unexpected character: "o"'],
  ['{}', 'must contain at least one non-empty matcher'],
  ['{app=~".*"}', 'must contain at least one non-empty matcher'],
  ['up{job=~"("}', 'error parsing regexp'],
])('%j is refused', (query, message) => {
  expect(() => parseSelector(query)).toThrow(ParseError);
  expect(() => parseSelector(query)).toThrow(message);
});
