/** What the viewer of the demo sees, as it happens. */
export interface Narrator {
  title(text: string): void;
  /** `  14:02:24  onset      checkout starts failing                 1.2 s` */
  event(what: string, text: string, seconds?: number): void;
  /** A line of an action's own log. */
  detail(text: string): void;
  blank(): void;
  line(text: string): void;
}

const width = 66;

/** @param out where the lines go; @param colour whether it is a terminal */
export function narrator(out: (line: string) => void, colour: boolean): Narrator {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  return {
    title: (text) => out(`\n${paint(1, text)}\n`),
    event: (what, text, seconds) => {
      const time = new Date().toISOString().slice(11, 19);
      const took = seconds === undefined ? '' : `${`${seconds.toFixed(1)} s`.padStart(8)}`;
      const said = seconds === undefined ? text : text.padEnd(width);
      out(`  ${paint(2, time)}  ${paint(colours[what] ?? 36, what.padEnd(9))}  ${said}${paint(2, took)}`);
    },
    detail: (text) => out(`            ${paint(2, text)}`),
    blank: () => out(''),
    line: (text) => out(`  ${text}`),
  };
}

const colours: Readonly<Record<string, number>> = {
  onset: 31,
  decided: 33,
  refused: 33,
  escalated: 33,
  named: 33,
  reverted: 32,
  synced: 32,
  recovered: 32,
  healthy: 32,
  person: 35,
};
