import { Agent } from 'node:http';
import { random } from '../random.ts';
import type { Pod } from '../service/service.ts';
import { createScraper, type LabelsOfTarget } from './scrape.ts';
import type { Database } from './series.ts';

export interface ScrapeLoops {
  pause(): void;
  resume(): void;
  stop(): void;
}

export interface Scraping {
  readonly database: Database;
  readonly pods: () => readonly Pod[];
  readonly now: () => number;
  readonly intervalMs: number;
  readonly labelsOf: LabelsOfTarget;
}

/** Prometheus hands new targets on every five seconds; here a rollout is over by then. */
const discoverEveryMs = 50;

/** A loop for each target that there is now. While they pause, nothing becomes stale and nothing new arrives. */
export function startScrapeLoops(scraping: Scraping): ScrapeLoops {
  const { pods, intervalMs } = scraping;
  const agent = new Agent({ keepAlive: true });
  const loops = new Map<Pod, Loop>();
  const ending = new Set<Loop>();
  let paused = false;
  const discover = () => {
    if (paused) return;
    const live = new Set(pods());
    for (const [pod, loop] of loops) {
      if (live.has(pod)) continue;
      loops.delete(pod);
      ending.add(loop);
      loop.end(() => ending.delete(loop));
    }
    for (const pod of live) {
      if (!loops.has(pod)) loops.set(pod, startLoop(pod, { ...scraping, agent, paused: () => paused }));
    }
  };
  const discovery = setInterval(discover, Math.min(intervalMs, discoverEveryMs));
  return {
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
    },
    stop() {
      clearInterval(discovery);
      for (const loop of [...loops.values(), ...ending]) loop.stop();
      agent.destroy();
    },
  };
}

interface Loop {
  end(over: () => void): void;
  stop(): void;
}

/**
 * Every target is scraped at a moment of its own in the interval, which is the same for its life. After its end
 * Prometheus waits two scrapes and a tenth, because the target may come back, before it marks the series as stale from
 * the first scrape on that did not come.
 */
function startLoop(
  pod: Pod,
  { database, intervalMs, now, labelsOf, agent, paused }: Scraping & { agent: Agent; paused: () => boolean },
): Loop {
  const scraper = createScraper(database, pod, labelsOf(pod));
  let timer: NodeJS.Timeout;
  let dueAt = performance.now() + random(pod.instance)() * intervalMs;
  const wait = (then: () => void) => {
    timer = setTimeout(then, Math.max(0, dueAt - performance.now()));
  };
  const tick = () => {
    if (!paused()) void scraper.scrape(agent, now);
    dueAt += intervalMs;
    wait(tick);
  };
  wait(tick);
  return {
    end(over) {
      clearTimeout(timer);
      wait(() => {
        const endedAt = now();
        dueAt += 1.1 * intervalMs;
        wait(() => {
          scraper.end(endedAt);
          over();
        });
      });
    },
    stop: () => clearTimeout(timer),
  };
}
