/** What a signal tells of: it decides the direction that is worse and the scale in which it is compared. */
export type Family = 'errors' | 'latency' | 'requests' | 'resource' | 'kpi';

export interface Point {
  /** unix seconds, as the provider stamps it */
  readonly t: number;
  readonly value: number;
  /** How many requests the value stands for; 1 where that is unknown. Windows of a ratio are weighted by it. */
  readonly weight: number;
}

export interface Signal {
  readonly name: string;
  readonly family: Family;
  readonly worse: 'higher' | 'either';
  /** Before the rollout began, oldest first. */
  readonly history: readonly Point[];
  /** From the first new pod on, for as long as an alarm counts. */
  readonly after: readonly Point[];
}

/** A deployment, real or pretended, with what was seen around it. */
export interface DetectionCase {
  readonly id: string;
  /** Cases of one fault: they are not independent. */
  readonly group: string;
  readonly source: string;
  /** What was recorded: a source may have recorded several. */
  readonly system: string;
  readonly stepSeconds: number;
  /** Unix seconds: when the rollout began, and from when on it is judged. */
  readonly began: number;
  readonly judgedFrom: number;
  /** null where nobody said: it is answered and not scored. */
  readonly label: 'regression' | 'benign' | null;
  /** Whether a golden signal moves at all, judged with the fault's interval known; null where nobody judged it. */
  readonly visible: boolean | null;
  /** When the series really moves, where it is known: an alarm a minute and more before it found something else. */
  readonly onset: number | null;
  readonly signals: readonly Signal[];
  /** null where nothing is known of the pods */
  readonly rollout: Rollout | null;
}

/** What is known of a rollout beyond the service as a whole. */
export interface Rollout {
  /** Unix seconds: the first new pod, which is cold then; null where nobody knows. */
  readonly readyAt: number | null;
  /** What the new pods showed by themselves. Their history is that of the service. */
  readonly canary: readonly Signal[];
  /** What the old pods showed at the same time, by the signal's name. */
  readonly control: ReadonlyMap<string, readonly Point[]>;
  /** When each of them served anything at all: unix seconds, ascending. */
  readonly served: { readonly canary: readonly number[]; readonly control: readonly number[] };
}

/** A rule that looks at a case point by point, in time order. */
export interface Detector {
  readonly name: string;
  /** @returns unix seconds of the point at which it alarms first, null where it does not */
  alarmAt(recorded: DetectionCase): number | null;
}
