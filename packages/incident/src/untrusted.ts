declare const untrusted: unique symbol;

/**
 * Text that somebody outside the team's control may have written: a pull request's title, a commit's subject,
 * a provider's error. Nothing prints it but `quote()` of the report and `safeLine()`.
 */
export type Untrusted = string & { readonly [untrusted]: true };

/** Longer texts are cut here, at the border, so that 100 kB of title cannot push a comment over its limit. */
const longest = 500;

export function untrustedText(text: string): Untrusted {
  return text.slice(0, longest) as Untrusted;
}

/**
 * One printable line: control characters and line breaks become spaces, and the runner's command marker `::` is
 * broken up, because a line of the log that starts with it is executed.
 */
export function safeLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/:(?=:)/g, ': ')
    .replaceAll('##[', '# #[')
    .trim();
}
