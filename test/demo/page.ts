import { Marked } from 'marked';
import { chartSvg } from './chart-svg.ts';

/** GitHub draws Mermaid; a page of ours draws the same points itself. Mermaid's own code is 200 MB. */
const markdown = new Marked({
  gfm: true,
  renderer: {
    code: ({ text, lang }) =>
      lang === 'mermaid' ? chartSvg(text) : `<pre><code>${escaped(text)}</code></pre>`,
  },
});

/** A comment or summary as GitHub would show it, near enough to read. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2328; background: #f6f8fa; margin: 0; padding: 2rem }
main { max-width: 56rem; margin: auto; background: #fff; border: 1px solid #d1d9e0; border-radius: 6px; padding: 1.5rem 2rem }
h2, h3 { line-height: 1.25; border-bottom: 1px solid #d1d9e0; padding-bottom: .3em }
code { background: #eff1f3; border-radius: 4px; padding: .1em .35em; font-size: 85% }
pre code { display: block; padding: 1rem; overflow: auto }
details { margin: 1rem 0 } summary { cursor: pointer; font-weight: 600 }
table { border-collapse: collapse } td, th { border: 1px solid #d1d9e0; padding: .3em .8em }
svg { width: 100%; height: auto }
</style></head><body><main>
<p><small>${escaped(title)}</small></p>
${markdown.parse(body, { async: false })}
</main></body></html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
}
