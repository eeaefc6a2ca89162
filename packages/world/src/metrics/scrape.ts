import { type Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Pod } from '../service/service.ts';
import { append, type Database, endSeries, type Labels, type Series } from './series.ts';

/** What is scraped. */
export type Target = Pick<Pod, 'url'>;

/** The labels that a scrape adds. */
export type LabelsOfTarget = (pod: Pod) => Labels;

export const instanceAndJob: LabelsOfTarget = ({ instance, application }) => ({ instance, job: application });

/** Scrapes one target again and again; remembers which series its lines are. */
export interface Scraper {
  scrape(agent: Agent, now: () => number): Promise<void>;
  /** The target is gone: all its series end here. */
  end(time: number): void;
}

export function createScraper(database: Database, target: Target, added: Labels): Scraper {
  const up = database.series({ __name__: 'up', ...added });
  const known = new Map<string, Series>();
  let exposed = new Set<Series>();

  const seriesOf = (spelling: string): Series => {
    const series = known.get(spelling) ?? database.series({ ...labelsOf(spelling), ...added });
    known.set(spelling, series);
    return series;
  };
  const expose = (lines: readonly [string, number][], time: number) => {
    const before = exposed;
    exposed = new Set(lines.map(([spelling]) => seriesOf(spelling)));
    for (const [spelling, value] of lines) append(seriesOf(spelling), time, value);
    for (const series of before) if (!exposed.has(series)) endSeries(series, time);
  };
  return {
    async scrape(agent, now) {
      const time = now();
      const body = await fetchText(`${target.url}/metrics`, agent);
      expose(body === null ? [] : parse(body), time);
      append(up, time, body === null ? 0 : 1);
    },
    end(time) {
      expose([], time);
      endSeries(up, time);
    },
  };
}

export function labelsOf(spelling: string): Labels {
  const [name = '', rest = ''] = spelling.split(/\{(.*)\}$/s);
  const labels: Record<string, string> = { __name__: name };
  for (const [, label = '', value = ''] of rest.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) labels[label] = value;
  return labels;
}

function parse(exposition: string): [string, number][] {
  return exposition
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    });
}

/** Null when the target does not answer with 200 in time. */
function fetchText(url: string, agent: Agent): Promise<string | null> {
  return new Promise((resolve) => {
    const request = get(url, { agent, timeout: 2000 }, (response) => {
      if (response.statusCode === 200) text(response).then(resolve, () => resolve(null));
      else resolve(response.resume() && null);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(null));
  });
}
