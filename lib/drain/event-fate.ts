import type { Failure } from '../dfinery/fate-of-answer.ts';
import type { AnyMessage } from '../queue/message.ts';
import { DAY_MS, type FateOf, sharedDeadAfterMs, type Waits } from '../queue/worker/fate.ts';
import type { SettlingRules } from '../queue/worker/settle-batch.ts';
import type { PauseReason } from '../stores/ledger/service-pauses.ts';

/** Why an event stays queued. Also the metric's dimension. */
export type EventWaitReason =
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
  /** Nobody knows who was erased. */
  | 'erasures-unavailable';

export type EventWaits = Waits<EventWaitReason>;

export type EventDone =
  | { readonly kind: 'sent' }
  /** It was sent before. */
  | { readonly kind: 'duplicate' }
  /** Another version of the order was sent before. */
  | { readonly kind: 'superseded' }
  | { readonly kind: 'profile-sent' }
  /** Dfinery knows all of it. */
  | { readonly kind: 'profile-unchanged' }
  /** It holds nothing new, and something that was replaced since. */
  | { readonly kind: 'profile-outdated' }
  /** Its customer, its order or its shop was erased. */
  | { readonly kind: 'erased' };

/** What becomes of an event in one invocation. */
export type EventFate = FateOf<EventWaitReason, EventDone>;

/** What becomes of messages. Every step of the drain returns its own; whoever calls it merges them. */
export type Fates = ReadonlyMap<AnyMessage, EventFate>;

export const LEDGER_UNAVAILABLE: EventWaits = {
  kind: 'waits',
  because: 'ledger-unavailable',
  code: 'ledger',
};

/** How events are counted and how old they may get. */
export const eventRules: SettlingRules<EventWaitReason, EventDone> = {
  deadAfterMs: {
    ...sharedDeadAfterMs,
    // Most likely something is not registered in the console, which takes a person.
    refused: 3 * DAY_MS,
    throttled: 10 * DAY_MS,
    misconfigured: 10 * DAY_MS,
    unavailable: 10 * DAY_MS,
    'claimed-elsewhere': 10 * DAY_MS,
    'ledger-unavailable': 10 * DAY_MS,
    'erasures-unavailable': 10 * DAY_MS,
  },
  countedAs: {
    sent: 'EventSent',
    duplicate: 'EventDuplicate',
    superseded: 'EventSuperseded',
    'profile-sent': 'ProfileSent',
    'profile-unchanged': 'ProfileUnchanged',
    'profile-outdated': 'ProfileOutdated',
    erased: 'EventErased',
    dead: 'EventDead',
    waits: 'EventKept',
  },
};

/** What a request that was not accepted means for the rest of its connection, and for its service. */
export interface Regime {
  /** So many in a row, and the connection gets nothing more in this invocation. */
  readonly stopAfter: number;
  /** Then all instances leave the service alone; one probe goes out every so many back-off bases. */
  readonly pause?: { readonly reason: PauseReason; readonly probeEvery: number };
}

/** Refusals count where one event was refused alone and none of its connection was accepted in this invocation. */
export const regimes: Readonly<Record<Failure, Regime>> = {
  refused: { stopAfter: 2, pause: { reason: 'refused', probeEvery: 10 } },
  throttled: { stopAfter: 1, pause: { reason: 'throttled', probeEvery: 2 } },
  // No pause: another connection of the same service may well be right.
  misconfigured: { stopAfter: 1 },
  unavailable: { stopAfter: 3, pause: { reason: 'unavailable', probeEvery: 1 } },
};
