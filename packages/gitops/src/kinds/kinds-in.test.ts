import { expect, test } from 'vitest';
import { manifestDocuments } from '../manifest.ts';
import { kindsIn } from './kinds-in.ts';

const resource = (kind: string) => `apiVersion: v1\nkind: ${kind}\nmetadata: { name: a }\n`;

const list = `apiVersion: v1
kind: List
items:
- { apiVersion: v1, kind: Secret }
- { apiVersion: v1, kind: List, items: [{ apiVersion: v1, kind: Job }] }
`;
const autoscaler = `${resource('HorizontalPodAutoscaler')}spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment }
`;

test.each([
  ['several documents', `---\n${resource('Service')}---\n---\n${resource('Job')}`, ['Service', 'Job']],
  ['JSON', '{"apiVersion":"v1","kind":"Secret"}', ['Secret']],
  ['flow style', "{ apiVersion: v1, kind: Secret, data: { kind: 'x' } }", ['Secret']],
  ['a key in quotes', 'apiVersion: v1\n"kind": \'Secret\'\n', ['Secret']],
  ['a mark of its type', 'apiVersion: v1\nkind: !!str PersistentVolumeClaim\n', ['PersistentVolumeClaim']],
  ['a comment between', 'apiVersion: v1\nkind: # of storage\n  Secret\n', ['Secret']],
  ['an anchor', 'apiVersion: v1\nmetadata: { name: &k Secret }\nkind: *k\n', ['Secret']],
  ['a merge', 'x: &x { kind: Secret }\napiVersion: v1\n<<: *x\n', ['Secret']],
  ['a list', list, ['Secret', 'Job']],
  [
    'items beside its kind',
    'apiVersion: v1\nkind: Rules\nitems: [{ apiVersion: v1, kind: Job }]\n',
    ['Rules', 'Job'],
  ],
  ['a list of one kind', 'apiVersion: v1\nkind: SecretList\nitems: [{ metadata: {} }]\n', ['unknown']],
  ['a kind of another resource in it', autoscaler, ['HorizontalPodAutoscaler']],
  ['no version', 'kind: Secret\n', ['unknown']],
  ['no kind', 'image: { tag: v1 }\n', ['unknown']],
  ['operations of a patch', '- { op: replace, path: /spec, value: 1 }\n', ['unknown']],
  ['a word that is no kind', 'apiVersion: v1\nkind: a/b\n', ['unknown']],
  ['a template in it', `${resource('Secret')}data: {{ .Values.data }}\n`, ['unknown']],
  ['a template for its kind', 'apiVersion: v1\nkind: "{{ .Values.kind }}"\n', ['unknown']],
  ['a tag that may stand for anything', 'apiVersion: v1\nkind: !!binary U2VjcmV0\n', ['unknown']],
  ['a kind that is there twice', 'apiVersion: v1\nkind: ConfigMap\nkind: Secret\n', ['unknown']],
  ['more than anybody reads', `${resource('ConfigMap')}#${' '.repeat(1_000_000)}`, ['unknown']],
  ['nothing', '# only words\n', []],
])('the kinds of a manifest with %s', (_, text, kinds) => {
  expect(kindsIn(manifestDocuments(text))).toEqual(kinds);
});
