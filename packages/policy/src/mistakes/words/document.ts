import type { NoFacts, WordsFor } from './tell.ts';

/** What is wrong before the file means anything. */
export interface DocumentFacts {
  readonly empty: NoFacts;
  readonly 'too-large': { readonly most: string };
  readonly 'not-text': NoFacts;
  readonly 'too-deep': NoFacts;
  readonly tab: NoFacts;
  readonly indent: NoFacts;
  readonly 'no-space': { readonly key: string; readonly value: string };
  readonly 'unquoted-braces': { readonly text: string };
  readonly template: NoFacts;
  readonly 'unquoted-colon': NoFacts;
  readonly 'reserved-start': { readonly character: string };
  readonly 'unclosed-quote': { readonly quote: string };
  readonly 'unclosed-bracket': { readonly bracket: string };
  readonly 'duplicate-key': { readonly key: string; readonly lines: readonly number[] };
  readonly 'several-documents': NoFacts;
  readonly 'unknown-tag': { readonly tag: string };
  readonly 'unknown-alias': { readonly alias: string };
  readonly 'alias-circle': { readonly alias: string };
  readonly 'alias-expansion': { readonly most: string };
  readonly merge: NoFacts;
  readonly yaml: { readonly message: string };
}

export const documentWords: WordsFor<DocumentFacts> = {
  empty: () => ({ sentence: 'the file is empty', cure: 'the smallest policy is in docs/policy.md' }),
  'too-large': ({ most }) => ({
    sentence: `the file is larger than ${most}`,
    cure: 'take out what is no policy, or repeat it by an alias',
  }),
  'not-text': () => ({ sentence: 'this is no UTF-8 text', cure: 'save the file as UTF-8' }),
  'too-deep': () => ({
    sentence: 'the file nests objects or lists too deeply to be read',
    cure: 'close the brackets that were opened',
  }),
  tab: () => ({ sentence: 'a tab indents this line', cure: 'indent with spaces' }),
  indent: () => ({
    sentence: 'this line is not indented like the keys beside it',
    cure: 'indent all keys of an object alike, by two spaces more than its name',
  }),
  'no-space': ({ key, value }) => ({
    sentence: `no space stands after "${key}:"`,
    cure: `write ${key}: ${value}`,
  }),
  'unquoted-braces': ({ text }) => ({
    sentence: `the brackets in ${text} are read as YAML`,
    cure: 'quote selectors inside { }',
  }),
  template: () => ({
    sentence: 'nothing fills in a template here, and YAML reads {{ }} as an object',
    cure: 'write the value itself, or quote it',
  }),
  'unquoted-colon': () => ({ sentence: 'a value with ": " in it is not quoted', cure: 'quote the value' }),
  'reserved-start': ({ character }) => ({
    sentence: `a value without quotes cannot begin with ${character}`,
    cure: 'quote the value',
  }),
  'unclosed-quote': ({ quote }) => ({
    sentence: `a ${quote} is opened here and not closed`,
    cure: `add the closing ${quote}`,
  }),
  'unclosed-bracket': ({ bracket }) => ({
    sentence: `a bracket is not closed by ${bracket}`,
    cure: `add ${bracket}, and quote values that hold brackets or commas`,
  }),
  'duplicate-key': ({ key, lines }) => ({
    sentence: `the key "${key}" stands in lines ${lines.join(' and ')}`,
    cure: 'keep one of them',
  }),
  'several-documents': () => ({
    sentence: 'a second document begins here',
    cure: 'keep one document in a file, and take out this ---',
  }),
  'unknown-tag': ({ tag }) => ({
    sentence: `the tag ${tag} means nothing here`,
    cure: `quote the value, or take out ${tag}`,
  }),
  'unknown-alias': ({ alias }) => ({
    sentence: `the alias *${alias} has no anchor before it`,
    cure: /^[\w-]+$/.test(alias)
      ? `write &${alias} where its value stands first`
      : `quote a pattern: "*${alias}"`,
  }),
  'alias-circle': ({ alias }) => ({
    sentence: `the alias *${alias} stands inside of what it means`,
    cure: 'write the value out',
  }),
  'alias-expansion': ({ most }) => ({
    sentence: `the aliases stand for more than ${most} values`,
    cure: 'repeat smaller parts, or write them out',
  }),
  merge: () => ({ sentence: '<< merges objects only', cure: 'write <<: and the alias of an object' }),
  yaml: ({ message }) => ({
    sentence: `this is no YAML: ${message}`,
    cure: 'correct it, or quote the value',
  }),
};
