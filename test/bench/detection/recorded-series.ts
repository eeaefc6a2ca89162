/** A line of a set as it was parsed. */
export type Fields = Readonly<Record<string, unknown>>;

/** Series as recorded, by their names. */
export type SeriesOf = ReadonlyMap<string, unknown>;

/** Series of the service, and where they were recorded apart, of its new and of its old pods. */
export interface SplitSeries {
  readonly service: SeriesOf;
  /** null where that was not recorded at all */
  readonly canary: SeriesOf | null;
  readonly control: SeriesOf | null;
}

const parts = ['canary', 'control'] as const;
type Part = (typeof parts)[number];

/**
 * `canary` and `control` are objects of series beside `series` or inside of it, or stand before or behind the name of
 * a series: `canary_error_ratio`, `error_ratio.control`.
 */
export function splitSeries(line: Fields): SplitSeries {
  const service = new Map<string, unknown>();
  const found: Record<Part, Map<string, unknown> | null> = { canary: null, control: null };
  for (const [name, series] of Object.entries(recordOf(line.series) ?? {})) {
    const part = partOf(name);
    if (part === null) service.set(name, series);
    else add(part.part, part.name, series);
  }
  for (const part of parts) if (part in line) add(part, '', line[part]);
  return { service, ...found };

  function add(part: Part, name: string, series: unknown): void {
    if (series === null || series === undefined) return;
    const all = name === '' ? (recordOf(series) ?? { value: series }) : { [name]: series };
    found[part] = new Map([...(found[part] ?? []), ...Object.entries(all)]);
  }
}

const before = /^(canary|control)(?:[\W_]+(.+))?$/;
const behind = /^(.+?)[\W_]+(canary|control)\W*$/;

function partOf(name: string): { part: Part; name: string } | null {
  const [, first, rest = ''] = before.exec(name) ?? [];
  if (first !== undefined) return { part: first as Part, name: rest };
  const [, start = '', last] = behind.exec(name) ?? [];
  return last === undefined ? null : { part: last as Part, name: start };
}

export function recordOf(value: unknown): Record<string, unknown> | null {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? { ...value } : null;
}

/** An id may be a number. */
export function textOf(value: unknown): string | null {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : null;
}
