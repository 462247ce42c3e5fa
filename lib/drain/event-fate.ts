import type { AnswerWait, Failure } from '../dfinery/fate-of-answer.ts';
import type { AnyMessage } from '../queue/message.ts';
import { DAY_MS, type FateOf, type Held, sharedDeadAfterMs, type Waits } from '../queue/worker/fate.ts';
import type { SettlingRules } from '../queue/worker/settle-batch.ts';

/** Why an event stays queued. Also the metric's dimension. */
export type EventWaitReason =
  /** Dfinery refuses it, or refuses everything of its connection. */
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
  /** Its order is not settled: another version or a further purchase is on its way, or may have arrived. */
  | 'order-unsettled'
  /** Nothing is paid back before Dfinery has accepted what was bought. */
  | 'purchase-missing'
  /** The tombstones cannot be read. */
  | 'erasures-unavailable';

/** Why a change is not told. Also the metric's dimension. */
export type UntoldReason =
  /** More became due, and the connection does not ask for further purchases. */
  | 'rise'
  /** It takes back only what was never told. */
  | 'covered'
  /** All that was told is taken back already. */
  | 'nothing-left'
  /** The order is paid in part and was never told. */
  | 'refund-without-purchase';

export type EventWaits = Waits<EventWaitReason>;
export type EventHeld = Held<EventWaitReason>;

export type EventDone =
  | { readonly kind: 'sent' }
  /** It was sent before. */
  | { readonly kind: 'duplicate' }
  /** Another version of the order was sent before, or the order is further than it says. */
  | { readonly kind: 'superseded' }
  /** A change of an order that is not told. */
  | { readonly kind: 'untold'; readonly because: UntoldReason }
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

export const LEDGER_UNAVAILABLE: EventHeld = {
  kind: 'held',
  because: 'ledger-unavailable',
  code: 'ledger',
};

/** Its order has to be settled first. */
export const ORDER_UNSETTLED: EventHeld = { kind: 'held', because: 'order-unsettled', code: 'unsettled' };

/** Another instance has claimed it. */
export const CLAIMED_ELSEWHERE: EventHeld = { kind: 'held', because: 'claimed-elsewhere', code: 'claimed' };

/** Returns the fate of a message after a try that failed. `tries` counts those before it, if they are known. */
export function afterTry(waits: AnswerWait, tries: number | undefined): EventWaits {
  return { ...waits, tries: tries === undefined ? undefined : tries + 1 };
}

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
    'order-unsettled': 10 * DAY_MS,
    // As long as its purchase, if that is refused.
    'purchase-missing': 3 * DAY_MS,
    'erasures-unavailable': 10 * DAY_MS,
  },
  countedAs: {
    sent: 'EventSent',
    duplicate: 'EventDuplicate',
    superseded: 'EventSuperseded',
    untold: 'EventUntold',
    'profile-sent': 'ProfileSent',
    'profile-unchanged': 'ProfileUnchanged',
    'profile-outdated': 'ProfileOutdated',
    erased: 'EventErased',
    dead: 'EventDead',
    waits: 'EventKept',
    held: 'EventKept',
  },
};

/** What a failed request means for the rest of its run, and for the other instances. */
export interface Policy {
  /** After this many failures in a row, or lone refusals in all, the run sends nothing more. */
  readonly stopAfter: number;
  /** Then all instances pause this, but for a probe now and then. */
  readonly pauses: 'service' | 'connection';
  readonly probeEveryMs: number;
  /** The first pause lasts the base of the back-off, or this if it is shorter. */
  readonly firstPauseSeconds?: number;
}

/** A refusal counts if an event was refused alone and nothing of its connection was accepted in this invocation. */
export const policies: Readonly<Record<Failure, Policy>> = {
  // What one shop sends says nothing about another shop of the same service.
  refused: { stopAfter: 2, pauses: 'connection', probeEveryMs: 300_000 },
  misconfigured: { stopAfter: 1, pauses: 'connection', probeEveryMs: 60_000 },
  throttled: { stopAfter: 3, pauses: 'service', probeEveryMs: 60_000, firstPauseSeconds: 5 },
  unavailable: { stopAfter: 3, pauses: 'service', probeEveryMs: 30_000 },
};

/** Once the run had something accepted, a few failures in a row are most likely chance. */
export const PATIENCE = 2;
