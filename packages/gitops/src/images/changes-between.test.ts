import { describe, expect, test } from 'vitest';
import { changed } from '../testing/changed-images.ts';

const deployment = (name: string, image: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec: { template: { spec: { containers: [{ name: c, image: "${image}" }] } } }\n`;

describe('an image at several places', () => {
  test('changes at each of them', () => {
    const files = (web: string, worker: string) => ({
      'web.yaml': deployment('web', `acme/app:${web}`),
      'worker.yaml': deployment('worker', `acme/app:${worker}`),
    });
    expect(changed(files('v1', 'v1'), files('v2', 'v3'))).toEqual(['acme/app v1 -> v2', 'acme/app v1 -> v3']);
    expect(changed(files('v1', 'v1'), files('v1', 'v2'))).toEqual(['acme/app v1 -> v2']);
    expect(changed(files('v1', 'v1'), files('v2', 'v2'))).toEqual(['acme/app v1 -> v2']);
  });

  test('is told apart by the resource in one file, also where two have one name', () => {
    const both = (first: string, second: string) =>
      `${deployment('web', `acme/app:${first}`)}---\n${deployment('web', `acme/app:${second}`)}`;
    expect(changed(both('v1', 'v1'), both('v1', 'v2'))).toEqual(['acme/app v1 -> v2']);
    expect(changed(both('v1', 'v1'), both('v3', 'v2'))).toEqual(['acme/app v1 -> v2', 'acme/app v1 -> v3']);
  });

  test('that only moved has not changed', () => {
    const one = { 'a.yaml': deployment('web', 'acme/app:v1') };
    expect(changed(one, { 'b.yaml': deployment('shop', 'acme/app:v1') })).toEqual([]);
    expect(
      changed(
        'c: [{ name: a, image: "x:1" }, { name: b, image: "y:1" }]',
        'c: [{ name: b, image: "y:1" }, { name: a, image: "x:1" }]',
      ),
    ).toEqual([]);
  });

  test('that moved with another version has changed', () => {
    const one = { 'a.yaml': deployment('web', 'acme/app:v1') };
    expect(changed(one, { 'b.yaml': deployment('shop', 'acme/app:v2') })).toEqual(['acme/app v1 -> v2']);
  });

  test('that moved with two other versions is not said to come from one of them', () => {
    const one = { 'a.yaml': deployment('web', 'acme/app:v1') };
    const two = { 'b.yaml': deployment('b', 'acme/app:v2'), 'c.yaml': deployment('c', 'acme/app:v3') };
    expect(changed(one, two)).toEqual(['acme/app none -> v2', 'acme/app none -> v3', 'acme/app v1 -> none']);
  });
});
