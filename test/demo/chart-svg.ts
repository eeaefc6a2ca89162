interface Chart {
  readonly title: string;
  readonly x: readonly string[];
  readonly top: number;
  readonly bar: readonly number[];
  readonly line: readonly number[];
}

const size = { width: 900, height: 240, left: 40, right: 10, top: 28, bottom: 24 } as const;

/** The xychart of a comment as a picture: its bars mark moments, its line is the signal. */
export function chartSvg(xychart: string): string {
  const chart = parse(xychart);
  const count = Math.max(chart.x.length, 1);
  const wide = (size.width - size.left - size.right) / count;
  const high = size.height - size.top - size.bottom;
  const x = (index: number) => size.left + (index + 0.5) * wide;
  const y = (value: number) => size.top + high * (1 - Math.min(value / chart.top, 1));
  const marks = chart.bar.flatMap((value, index) =>
    value > 0
      ? [
          `<rect x="${x(index) - 1.5}" y="${y(value)}" width="3" height="${size.top + high - y(value)}" fill="#8250df"/>`,
        ]
      : [],
  );
  const points = chart.line.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const labels = chart.x.flatMap((label, index) =>
    index % Math.ceil(count / 12) === 0 ? [text(x(index), size.height - 8, label, 'middle')] : [],
  );
  return `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${attribute(chart.title)}">
${text(size.left, 16, chart.title, 'start')}${text(size.left - 6, y(chart.top) + 4, String(chart.top), 'end')}${text(size.left - 6, y(0), '0', 'end')}
<line x1="${size.left}" y1="${y(0)}" x2="${size.width - size.right}" y2="${y(0)}" stroke="#d1d9e0"/>
${marks.join('')}<polyline points="${points}" fill="none" stroke="#cf222e" stroke-width="2"/>
${labels.join('')}</svg>`;
}

function parse(xychart: string): Chart {
  const numbers = (name: string) => {
    const list = new RegExp(`^\\s*${name} \\[(.*)\\]`, 'm').exec(xychart)?.[1] ?? '';
    return list === '' ? [] : list.split(',').map(Number);
  };
  return {
    title: /^\s*title "(.*)"/m.exec(xychart)?.[1] ?? '',
    x: [...(/x-axis .*?\[(.*)\]/.exec(xychart)?.[1] ?? '').matchAll(/"(.*?)"/g)].map(
      ([, label = '']) => label,
    ),
    top: Number(/y-axis .* --> ([\d.]+)/.exec(xychart)?.[1] ?? 1),
    bar: numbers('bar'),
    line: numbers('line'),
  };
}

function text(x: number, y: number, words: string, anchor: string): string {
  return `<text x="${x}" y="${y}" font-size="11" fill="#59636e" text-anchor="${anchor}">${attribute(words)}</text>`;
}

function attribute(words: string): string {
  return words.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
}
