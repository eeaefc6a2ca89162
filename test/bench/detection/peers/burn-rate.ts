import type { DetectionCase, Detector, Point, Signal } from '../case.ts';
import { average, averageOver } from './average.ts';
import { looks } from './clock.ts';
import { minute } from './minutes.ts';
import { errorsOf } from './watched.ts';

/** A page of the SRE workbook, chapter "Alerting on SLOs": both windows must burn the budget this fast. */
interface Page {
  readonly longSeconds: number;
  readonly shortSeconds: number;
  readonly burn: number;
}

const hour = 60 * minute;
/** What Prometheus waits between two evaluations of a rule where nothing else is configured. */
const evaluationSeconds = minute;
/** Of an SLO of 99.9 %. */
const budget = 0.001;

const pages: readonly Page[] = [
  { longSeconds: hour, shortSeconds: 5 * minute, burn: 14.4 },
  { longSeconds: 6 * hour, shortSeconds: 30 * minute, burn: 6 },
];

const longest = Math.max(...pages.map(({ longSeconds }) => longSeconds));

/** The two pages of the workbook's multi-window, multi-burn-rate alerts; a latency or KPI burns no budget here. */
export const burnRate: Detector = {
  name: 'SRE burn rate, 1h/5m at 14.4 and 6h/30m at 6',
  alarmAt(recorded) {
    const errors = errorsOf(recorded);
    if (errors === undefined) return null;
    const known = continued(recorded, errors);
    for (const t of looks(recorded, evaluationSeconds)) {
      const ratioOver = (seconds: number) => averageOver(recorded, known, { seconds, until: t });
      if (pages.some((page) => fires(page, ratioOver))) return t;
    }
    return null;
  },
};

function fires(
  { longSeconds, shortSeconds, burn }: Page,
  ratioOver: (seconds: number) => number | null,
): boolean {
  return [longSeconds, shortSeconds].every((seconds) => {
    const ratio = ratioOver(seconds);
    return ratio !== null && ratio > burn * budget;
  });
}

/**
 * A window reaches further back than a recording. The service ran before it too: what is not recorded is taken to be
 * like the history, or a long window would be as quick as a short one.
 */
function continued({ began, stepSeconds }: DetectionCase, errors: Signal): Signal {
  const [first] = errors.history;
  if (first === undefined) return errors;
  const requests = errors.history.reduce((sum, { weight }) => sum + weight, 0);
  const usual = { value: average(errors.history), weight: requests / errors.history.length };
  const missing = Math.max(0, Math.ceil((first.t - (began - longest)) / stepSeconds));
  const earlier = Array.from({ length: missing }, (_, i): Point => {
    return { ...usual, t: first.t - (missing - i) * stepSeconds };
  });
  return { ...errors, history: [...earlier, ...errors.history] };
}
