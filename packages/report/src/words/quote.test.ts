import { type Untrusted, untrustedText } from '@backout/incident';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inlineCode, quote } from './quote.ts';

const nasty = fc.constantFrom(
  '<!-- backout:inc_0123456789abcdef -->',
  '</details>',
  '<img src=x>',
  '@everyone',
  '@acme/team',
  '::error::',
  ':::',
  '##[error]',
  '```',
  '`',
  '[a](https://evil.example)',
  '\n# h',
  '\r',
  '\u2028',
  '\u0000',
  '\u001b[31m',
  '|',
  '\u202e',
  '\ud800',
  '👩‍💻',
  '#481',
  '&lt;',
  '\\`',
);
const hostile = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'binary' }), fc.string()), { maxLength: 40 })
  .map((parts) => parts.join('') as Untrusted);

/** What GitHub shows of an inline code span: no mention, no markup, as long as the span cannot be left. */
function inside(text: string): string {
  return text.slice(1, -1);
}

describe('quote', () => {
  it('is one code span on one line that nothing inside can leave', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const quoted = quote(text);
        expect(quoted).toMatch(/^`[^`]+`$/);
        expect(quoted).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
        expect(quoted.isWellFormed()).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('holds no markup, no mention and no runner command, wherever it is put', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const content = inside(quote(text));
        expect(content).not.toMatch(/[<>|]/);
        expect(content).not.toMatch(/@[\p{L}\p{N}_-]/u);
        expect(content).not.toContain('::');
        expect(content).not.toContain('##[');
        expect(content).toBe(content.trim());
      }),
      { numRuns: 500 },
    );
  });

  it('is as long as asked at most', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 5, max: 300 }), (text, longest) => {
        const content = inside(quote(text, longest)).replace(/[\s\u200b]/gu, '');
        expect([...content].length).toBeLessThanOrEqual(Math.max(longest, '(empty)'.length));
      }),
    );
  });

  it.each([
    ['Retry order creation', '`Retry order creation`'],
    ['', '`(empty)`'],
    [' \n\t ', '`(empty)`'],
    ['`rm`', "`'rm'`"],
    ['a\r\nb', '`a b`'],
    ['::error::x', '`: :error: :x`'],
    ['<b>hi</b>', '`‹b›hi‹/b›`'],
    ['ask @everyone', '`ask @\u200beveryone`'],
    ['größer 试试 🚀', '`größer 试试 🚀`'],
  ])('%j is shown as %j', (text, shown) => {
    expect(quote(untrustedText(text))).toBe(shown);
  });

  it('marks that it cut', () => {
    expect(inlineCode('abcdefghij', 5)).toBe('`abcd…`');
    expect(inlineCode('🚀🚀🚀🚀🚀🚀', 5)).toBe('`🚀🚀🚀🚀…`');
    expect(inlineCode('abcde', 5)).toBe('`abcde`');
  });
});
