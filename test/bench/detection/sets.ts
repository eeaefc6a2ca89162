import type { DetectionCase } from './case.ts';

/** A part of the corpus that a line of the table is about. */
export interface CaseSet {
  readonly name: string;
  readonly cases: readonly DetectionCase[];
}

/** Per system, then all with a point a minute together: coarser ones are not what a watch of minutes is for. */
export function setsOf(cases: readonly DetectionCase[]): CaseSet[] {
  const systems = [...new Set(cases.map(systemOf))].sort();
  const sets = systems.map((name) => ({ name, cases: cases.filter((one) => systemOf(one) === name) }));
  return [...sets, { name: 'all of 60 s', cases: cases.filter(({ stepSeconds }) => stepSeconds === 60) }];
}

/** What a rule must not have seen when it is measured on it. */
export function systemOf({ source, system }: DetectionCase): string {
  return source === 'Nezha' ? system : source;
}
