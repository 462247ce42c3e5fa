import type { RequestOutcome } from '../dfinery/classify-answer.ts';
import type { PauseReason } from '../ledger/service-pauses.ts';
import type { Message } from '../queue/message.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Why an event stays queued. Also the metric's dimension. */
export type WaitReason =
  /** Dfinery refuses it, and nothing of its connection was accepted beside it. */
  | 'refused'
  /** The quota is used up. */
  | 'throttled'
  /** Service id or token are wrong, or the connection is gone. */
  | 'misconfigured'
  /** Dfinery or the way to it is ill. */
  | 'unavailable'
  /** Another instance is about to send it. */
  | 'claimed-elsewhere'
  | 'ledger-unavailable'
  | 'dead-letter-unavailable'
  /** Less than 15 s were left. */
  | 'out-of-time'
  /** A later version of the adapter wrote it. */
  | 'message-newer'
  /** A fault of ours. */
  | 'unexpected';

/** It comes back by itself. */
export interface Waits {
  readonly kind: 'waits';
  readonly because: WaitReason;
  /** For logs and dead letters: Dfinery's code, an HTTP status or what else it was. */
  readonly code: string;
  /** Dfinery's own words, for a dead letter only. */
  readonly message?: string | undefined;
  /** Known where Dfinery says it; milliseconds since 1970. */
  readonly retryAt?: number | undefined;
}

/** It goes to the dead-letter queue, for a person to look at. */
export interface Dies {
  readonly kind: 'dead';
  readonly because: WaitReason | 'message-invalid';
  readonly code: string;
  readonly message?: string | undefined;
}

/** What becomes of an event in one invocation. */
export type Fate =
  | { readonly kind: 'sent' }
  /** It was sent before. */
  | { readonly kind: 'duplicate' }
  /** Another version of the order was sent before. */
  | { readonly kind: 'superseded' }
  | Waits
  | Dies;

/** What is known so far, written as it becomes known, so that a fault on the way loses none. */
export type Fates = Map<Message, Fate>;

/**
 * How old a record may get, from when it was queued, before it is dead. SQS keeps it for 14 days; a dead letter starts
 * anew, so four days are left in which somebody who is paged has more than this queue to look at.
 */
export const deadAfterMs: Readonly<Record<WaitReason, number>> = {
  // Most likely something is not registered in the console, which takes a person.
  refused: 3 * DAY_MS,
  throttled: 10 * DAY_MS,
  misconfigured: 10 * DAY_MS,
  unavailable: 10 * DAY_MS,
  'claimed-elsewhere': 10 * DAY_MS,
  'ledger-unavailable': 10 * DAY_MS,
  'dead-letter-unavailable': 10 * DAY_MS,
  'out-of-time': 10 * DAY_MS,
  // A roll-back met it; the version that can read it is not coming back by itself.
  'message-newer': HOUR_MS,
  unexpected: 10 * DAY_MS,
};

/** What a request that was not accepted means for the rest of its connection, and for its service. */
export interface Regime {
  /** So many in a row, and the connection gets nothing more in this invocation. */
  readonly stopAfter: number;
  /** Then all instances leave the service alone; one probe goes out every so many back-off bases. */
  readonly pause?: { readonly reason: PauseReason; readonly probeEvery: number };
}

export type Failure = Exclude<RequestOutcome, 'accepted' | 'too-large'>;

/** Refusals count where one event was refused alone and none of its connection was accepted in this invocation. */
export const regimes: Readonly<Record<Failure, Regime>> = {
  refused: { stopAfter: 2, pause: { reason: 'refused', probeEvery: 10 } },
  throttled: { stopAfter: 1, pause: { reason: 'throttled', probeEvery: 2 } },
  // No pause: another connection of the same service may well be right.
  misconfigured: { stopAfter: 1 },
  unavailable: { stopAfter: 3, pause: { reason: 'unavailable', probeEvery: 1 } },
};
