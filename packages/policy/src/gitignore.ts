import ignore from 'ignore';

/** The number of the pattern that decides that a path is covered; null where none does. */
export type Gitignore = (path: string) => number | null;

/** Stands for anything inside a folder: no file has such a name. */
const inside = '\u0001';

/**
 * Paths as git's own ignore files cover them: no slash means any depth, the last pattern that matches decides, `!` takes
 * back. A path is compared as it is written and in one form of Unicode, and a submodule or link is covered by what covers
 * all that is in it.
 */
export function gitignore(patterns: readonly string[]): Gitignore {
  const written = matcherOf(patterns.map(bytesOf));
  const composed = matcherOf(patterns.map((pattern) => bytesOf(pattern.normalize('NFC'))));
  return (path) => written(bytesOf(path)) ?? composed(bytesOf(path.normalize('NFC')));
}

/** One sign a byte, as git compares them: to it `?` and `[!a]` are no `\u00fc`, and an exception must not be wider. */
function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function matcherOf(patterns: readonly string[]): Gitignore {
  const matcher = ignore({ ignorecase: false, allowRelativePaths: true });
  // An empty first folder is what more than one stroke would mean to git.
  const plain = patterns.map((pattern) => pattern.replace(/\/{2,}/g, '/'));
  matcher.add(plain.map((pattern, index) => ({ pattern, mark: String(index) })));
  const deciding = (path: string) => {
    const { ignored, rule } = matcher.test(path);
    return ignored && rule?.mark !== undefined ? Number(rule.mark) : null;
  };
  return (path) => {
    const own = deciding(path);
    if (own !== null) return own;
    const below = deciding(`${path}/${inside}`);
    return below !== null && /\/(?:\*\*)?$/.test(plain[below] ?? '') ? below : null;
  };
}

const classes = 'alnum|alpha|blank|cntrl|digit|graph|lower|print|punct|space|upper|xdigit';
const member = String.raw`\\.|\[:(?:${classes}):\]|\[(?!:)|[^\]\\[]`;
const token = String.raw`\\.|[^[\\]|\[(?:[!^]|(?![!^]))(?:\]|${member})(?:${member})*\]`;
const readable = new RegExp(String.raw`^!?\/*(?:(?!\/)(?:${token}))(?:${token})*$`, 'u');

/** Two stars beside anything but a stroke: to git's manual they are one star, to git itself sometimes more. */
const looseStars = /(?:[^/!\\]|[^/]!)\*\*|\*\*[^/]/;

/** Each star that can stand for more makes the search longer by all that it can stand for. */
const mostStars = 3;

function isSlow(text: string): boolean {
  const parts = text.split('/');
  const folders = parts.filter((part) => part === '**').length;
  return folders > mostStars || parts.some((part) => part.split('*').length - 1 > mostStars);
}

/** Whether it can only mean one thing to git, and is soon compared: a comment, an open bracket, a stroke cover nothing. */
export function isGitignorePattern(text: string): boolean {
  if (/^(?:#|!?\/*$|!!|!\s|!\w+:)|[\p{Cc}\p{Zl}\p{Zp}]/u.test(text)) return false;
  return readable.test(text) && !looseStars.test(text) && !isSlow(text);
}
