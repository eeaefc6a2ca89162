export interface Place {
  readonly x: number;
  readonly y: number;
}

const width = 1000;
const height = 540;
const left = 66;
const right = 570;
const top = 84;
const bottom = 484;

/** Below that a share is drawn nearly linearly, above it by its logarithm: 0.4 % and 25 % are both readable. */
const knee = 0.004;
const mostAlarms = 0.3;
const inset = 14;

export function xOf(share: number): number {
  const along = Math.log1p(Math.min(share, mostAlarms) / knee) / Math.log1p(mostAlarms / knee);
  return left + inset + along * (right - left - inset);
}

export function yOf(share: number): number {
  return bottom - share * (bottom - top);
}

const alarmTicks = [0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3];
const recallTicks = [0, 0.2, 0.4, 0.6, 0.8, 1];

export function axes(): string[] {
  const across = recallTicks.flatMap((share) => [
    `<path class="grid" d="M${left} ${yOf(share)}H${right}"/>`,
    `<text class="axis end" x="${left - 8}" y="${yOf(share) + 4}">${percent(share)}</text>`,
  ]);
  const down = alarmTicks.flatMap((share) => [
    `<path class="grid" d="M${xOf(share).toFixed(1)} ${top}V${bottom}"/>`,
    `<text class="axis middle" x="${xOf(share).toFixed(1)}" y="${bottom + 20}">${percent(share)}</text>`,
  ]);
  const middle = (left + right) / 2;
  return [
    ...across,
    ...down,
    `<text class="axis middle" x="${middle}" y="${bottom + 42}">alarms on benign cases</text>`,
    `<text class="axis" x="${left - 50}" y="${top - 14}">visible faults found</text>`,
  ];
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}

/** A ground of its own: an image cannot know whether the page around it is dark, only what the reader prefers. */
const style = `
  text { font: 13px system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; fill: #1f2328; }
  .ground { fill: #ffffff; stroke: #d1d9e0; }
  .title { font-size: 17px; font-weight: 600; }
  .axis { font-size: 12px; fill: #59636e; }
  .grid { stroke: #d1d9e0; stroke-width: 1; }
  .interval { fill: none; stroke: #818b98; stroke-width: 1; stroke-opacity: 0.45; }
  .interval.own { stroke: #0969da; stroke-opacity: 0.8; }
  circle.other { fill: #59636e; }
  circle.own { fill: #0969da; }
  text.own { fill: #0969da; font-weight: 600; }
  .number { font-size: 11px; text-anchor: middle; paint-order: stroke; stroke: #ffffff; stroke-width: 3; }
  .middle { text-anchor: middle; }
  .end { text-anchor: end; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; }
    .ground { fill: #0d1117; stroke: #3d444d; }
    .axis { fill: #9198a1; }
    .grid { stroke: #2a313c; }
    .interval { stroke: #9198a1; }
    .interval.own { stroke: #4493f8; }
    circle.other { fill: #9198a1; }
    circle.own { fill: #4493f8; }
    text.own { fill: #4493f8; }
    .number { stroke: #0d1117; }
  }
`;

const title = 'Recorded deployments and incidents: faults found, and false alarms';

export function frame(caption: string, lines: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">
<title>${title}</title>
<style>${style}</style>
<rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6"/>
<text class="title" x="16" y="30">${title}</text>
<text class="axis" x="16" y="50">${caption}</text>
${lines.join('\n')}
</svg>
`;
}
