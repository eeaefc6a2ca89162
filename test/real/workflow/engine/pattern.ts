/** GitHub's filter patterns for branches and paths: the last one that matches decides, `!` takes away. */
export function passes(name: string, patterns: readonly string[]): boolean {
  return patterns.reduce((kept, pattern) => {
    const negative = pattern.startsWith('!');
    return toExpression(negative ? pattern.slice(1) : pattern).test(name) ? !negative : kept;
  }, false);
}

const wildcards: readonly (readonly [RegExp, string])[] = [
  [/^\*\*\//, '(?:.*/)?'],
  [/^\*\*/, '.*'],
  [/^\*/, '[^/]*'],
  [/^[?+]/, '$&'],
  [/^\[[^\]]+\]/, '$&'],
];

function toExpression(pattern: string): RegExp {
  let source = '';
  for (let rest = pattern; rest !== ''; ) {
    const found = wildcards.find(([wildcard]) => wildcard.test(rest));
    const [taken = rest.charAt(0)] = found === undefined ? [] : (found[0].exec(rest) ?? []);
    source += found === undefined ? taken.replace(/[\\^$.|(){}/]/, '\\$&') : taken.replace(...found);
    rest = rest.slice(taken.length);
  }
  return new RegExp(`^${source}$`);
}
