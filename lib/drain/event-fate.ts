import type { Failure } from '../dfinery/fate-of-answer.ts';
import type { AnyMessage } from '../queue/message.ts';
import { DAY_MS, type FateOf, sharedDeadAfterMs, type Waits } from '../queue/worker/fate.ts';
import type { SettlingRules } from '../queue/worker/settle-batch.ts';
import type { PauseReason } from '../stores/ledger/service-pauses.ts';

/** Why an event stays queued. Also the metric's dimension. */
export type EventWaitReason =
  /** Dfinery refuses it, and accepted nothing else of its connection. */
  | 'refused'
  /** The quota is used up. */
  | 'throttled'
  /** Service id or token are wrong, or the connection is gone. */
  | 'misconfigured'
  /** Dfinery or the network is unavailable. */
  | 'unavailable'
  /** Another instance is about to send it. */
  | 'claimed-elsewhere'
  | 'ledger-unavailable'
  /** The tombstones cannot be read. */
  | 'erasures-unavailable';

export type EventWaits = Waits<EventWaitReason>;

export type EventDone =
  | { readonly kind: 'sent' }
  /** It was sent before. */
  | { readonly kind: 'duplicate' }
  /** Another version of the order was sent before. */
  | { readonly kind: 'superseded' }
  | { readonly kind: 'profile-sent' }
  /** Dfinery already knows all of it. */
  | { readonly kind: 'profile-unchanged' }
  /** It has nothing new, and a newer state has replaced part of it. */
  | { readonly kind: 'profile-outdated' }
  /** Its customer, its order or its shop was erased. */
  | { readonly kind: 'erased' };

/** The fate of an event in one invocation. */
export type EventFate = FateOf<EventWaitReason, EventDone>;

/** The fates of messages. Every step of the drain returns its own, and its caller merges them. */
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
    // Most likely something is not registered in the console, which needs a person.
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

/** What a failed request means for the rest of its connection, and for its service. */
export interface Policy {
  /** After this many failures in a row, the connection gets nothing more in this invocation. */
  readonly stopAfter: number;
  /** Then all instances leave the service alone, but for one probe every `probeEvery` back-off bases. */
  readonly pause?: { readonly reason: PauseReason; readonly probeEvery: number };
}

/** A refusal counts if an event was refused alone and nothing of its connection was accepted in this invocation. */
export const policies: Readonly<Record<Failure, Policy>> = {
  refused: { stopAfter: 2, pause: { reason: 'refused', probeEvery: 10 } },
  throttled: { stopAfter: 1, pause: { reason: 'throttled', probeEvery: 2 } },
  // No pause: another connection of the same service may be configured correctly.
  misconfigured: { stopAfter: 1 },
  unavailable: { stopAfter: 3, pause: { reason: 'unavailable', probeEvery: 1 } },
};
