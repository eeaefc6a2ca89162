/**
 * What RE2 and JavaScript read alike, token by token: literals, escaped punctuation, groups without a name, alternation,
 * repetition, plain classes. What only one of them knows (`(?i)`, `(?P<`, `\pN`, `\z`, `\C`, `[[:alpha:]]`, `[]a]`), or
 * reads in its own way (`\s`), is not among them.
 */
const tokens = [
  String.raw`[^\\^$.*+?()[\]{}|]`,
  String.raw`\\[\\^$.*+?()[\]{}|/dDwWtnrfv]`,
  String.raw`\[\^?(?:[^\\^[\]]|\\[\\^$.*+?()[\]{}|/dDwWtnrfv-])+\]`,
  String.raw`\(\?:|\((?!\?)`,
  '[)|.^$]',
  String.raw`[*+?]\??`,
  String.raw`\{[0-9]+(?:,[0-9]*)?\}\??`,
];
const readAlike = new RegExp(`^(?:${tokens.join('|')})*$`, 'u');

/** JavaScript goes back and forth where RE2 does not: a repeated group can take it for ever. */
const repeatedGroup = /(?<!\\)\)(?:[*+{])/;

/**
 * The whole value has to match, and a dot also stands for a line's end, as in Prometheus 3. Null for a pattern that is
 * not surely read as the server reads it.
 */
export function patternOf(source: string): RegExp | null {
  if (!readAlike.test(source) || repeatedGroup.test(source)) return null;
  try {
    return new RegExp(`^(?:${source})$`, 'su');
  } catch {
    return null;
  }
}

/** A pattern that only this text matches. */
export function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
