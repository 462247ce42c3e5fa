/** The record was tried, and it failed. It stays queued and is retried after a back-off. */
export interface Waits<Reason extends string> {
  readonly kind: 'waits';
  readonly because: Reason | SharedReason;
  /** For logs and dead letters: the peer's code, an HTTP status or an error code of this adapter. */
  readonly code: string;
  /** The peer's own message, for a dead letter only. */
  readonly message?: string | undefined;
  /** The earliest time of the next try, if it is known; milliseconds since 1970. */
  readonly retryAt?: number | undefined;
  /** How often it was tried so far. Without it the receives of the record count. */
  readonly tries?: number | undefined;
}

/** Nothing was tried, so the record stays queued and waits only for the end of what holds it. */
export interface Held<Reason extends string> {
  readonly kind: 'held';
  /** What holds it. It never dies of that. */
  readonly because: Reason | SharedReason;
  readonly code: string;
  /** When the hold ends, if it is known; milliseconds since 1970. */
  readonly until?: number | undefined;
  /** Nobody said so: what holds it may end earlier. */
  readonly isGuess?: boolean | undefined;
  /** What its own last try failed of. It dies of that, or after 10 days if there was none. */
  readonly failedOf?: string | undefined;
}

/** The record goes to the dead-letter queue, for a person to look at. */
export interface Dies<Reason extends string> {
  readonly kind: 'dead';
  readonly because: Reason | SharedReason | 'message-invalid' | 'held';
  readonly code: string;
  readonly message?: string | undefined;
}

/** Why a record of any queue may wait. */
export type SharedReason =
  | 'dead-letter-unavailable'
  /** Too little time was left. */
  | 'out-of-time'
  /** A later version of the adapter wrote it. */
  | 'message-newer'
  /** A fault of ours. */
  | 'unexpected';

/** The record is acknowledged. Each queue has its own ways to be done; `because` becomes the metric's dimension. */
export interface Done {
  readonly kind: string;
  readonly because?: string;
}

/** The record stays queued. */
export type Kept<Reason extends string> = Waits<Reason> | Held<Reason>;

/** What becomes of a record in one invocation: it is done, it stays queued, or it is dead. */
export type FateOf<Reason extends string, Ways extends Done> = Ways | Kept<Reason> | Dies<Reason>;

/** Tells whether a record stays queued. */
export function isKept<Fate extends Done>(fate: Fate): fate is Fate & { readonly kind: 'waits' | 'held' } {
  return fate.kind === 'waits' || fate.kind === 'held';
}

const HOUR_MS = 60 * 60_000;
export const DAY_MS = 24 * HOUR_MS;

/**
 * How long after it was queued a waiting record becomes dead. SQS keeps a message for
 * 14 days, and a dead letter for 14 days of its own, so ten days leave four to spare.
 */
export const sharedDeadAfterMs: Readonly<Record<SharedReason, number>> = {
  'dead-letter-unavailable': 10 * DAY_MS,
  'out-of-time': 10 * DAY_MS,
  // After a roll-back: the version that can read it does not come back by itself.
  'message-newer': HOUR_MS,
  unexpected: 10 * DAY_MS,
};

/** The same for a record that was never tried. */
export const HELD_DEAD_AFTER_MS = 10 * DAY_MS;
