import type { LetterQueue } from '../../queue/letter-message.ts';
import type { TurnedAway } from '../read-turned-away.ts';
import type { ConnectionFacts, LanePause } from './read-lanes.ts';
import type { MetricFacts } from './read-metrics.ts';
import type { Spans } from './spans.ts';

/** Everything that `status` shows. */
export interface StatusFacts extends MetricFacts {
  readonly spans: Spans;
  /** Set if only one connection is looked at: its counts are those of its log lines. */
  readonly only: string | undefined;
  /** In the last hour. */
  readonly turnedAway: TurnedAway;
  readonly waiting: Readonly<Record<LetterQueue, { readonly visible: number; readonly inFlight: number }>>;
  readonly letters: Readonly<Record<LetterQueue, number>>;
  readonly parked: number;
  /** Privacy requests that are older than a day and not done. */
  readonly lateErasures: number;
  readonly pauses: readonly LanePause[];
  readonly connections: readonly ConnectionFacts[];
}

/** Something that is not as it should be. */
export interface Finding {
  /** False: it comes right by itself. */
  readonly needsPerson: boolean;
  readonly says: string;
  /** What to type next, without the options that name the stage. */
  readonly type: string;
  /** The section of the runbook. */
  readonly page: string;
}
