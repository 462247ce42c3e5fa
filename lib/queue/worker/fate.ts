/** It comes back by itself. */
export interface Waits<Reason extends string> {
  readonly kind: 'waits';
  readonly because: Reason | SharedReason;
  /** For logs and dead letters: the peer's code, an HTTP status or what else it was. */
  readonly code: string;
  /** The peer's own words, for a dead letter only. */
  readonly message?: string | undefined;
  /** Known where the peer says it; milliseconds since 1970. */
  readonly retryAt?: number | undefined;
}

/** It goes to the dead-letter queue, for a person to look at. */
export interface Dies<Reason extends string> {
  readonly kind: 'dead';
  readonly because: Reason | SharedReason | 'message-invalid';
  readonly code: string;
  readonly message?: string | undefined;
}

/** Why a record of any queue may wait. */
export type SharedReason =
  | 'dead-letter-unavailable'
  /** Less than 15 s were left. */
  | 'out-of-time'
  /** A later version of the adapter wrote it. */
  | 'message-newer'
  /** A fault of ours. */
  | 'unexpected';

/** It is acknowledged. Each queue has its own ways of being done with; `because` becomes the metric's dimension. */
export interface Done {
  readonly kind: string;
  readonly because?: string;
}

/** What becomes of a record in one invocation: it is done with, it waits, or it is dead. */
export type FateOf<Reason extends string, Ways extends Done> = Ways | Waits<Reason> | Dies<Reason>;

const HOUR_MS = 60 * 60_000;
export const DAY_MS = 24 * HOUR_MS;

/**
 * How old a record may get, from when it was queued, before it is dead. SQS keeps it for 14 days; a dead letter starts
 * anew, so four days are left in which somebody who is paged has more than this queue to look at.
 */
export const sharedDeadAfterMs: Readonly<Record<SharedReason, number>> = {
  'dead-letter-unavailable': 10 * DAY_MS,
  'out-of-time': 10 * DAY_MS,
  // A roll-back met it; the version that can read it is not coming back by itself.
  'message-newer': HOUR_MS,
  unexpected: 10 * DAY_MS,
};
