import { DAY_MS, type FateOf, sharedDeadAfterMs, type Waits } from '../queue/worker/fate.ts';
import type { SettlingRules } from '../queue/worker/settle-batch.ts';

/** Why a privacy request stays queued. Also the metric's dimension. */
export type ErasureWaitReason =
  /** Its tombstones are written. Invocations that read them before have to end first. */
  | 'stand-down'
  /** A drain is just sending the customer to Dfinery. */
  | 'claimed-elsewhere'
  /** Dfinery refuses the request itself. */
  | 'refused'
  | 'throttled'
  /** Service id or token are wrong, or the connection is gone or bound to another service. */
  | 'misconfigured'
  /** Dfinery or the network is unavailable. */
  | 'unavailable'
  /** SSM, S3, the ledger or the table of erasures is unavailable. */
  | 'aws-unavailable';

export type ErasureWaits = Waits<ErasureWaitReason>;

export type ErasureDone =
  /** Everything is deleted, here and at Dfinery. */
  | { readonly kind: 'erased' }
  /** Everything else is done. A person has to do the rest. */
  | { readonly kind: 'incomplete'; readonly because: 'no-external-id' | 'whole-shop' | 'parked-unread' }
  /** A person has to answer it. */
  | { readonly kind: 'recorded' }
  /** The request was received before. */
  | { readonly kind: 'duplicate' };

/** The fate of a privacy request in one invocation. */
export type ErasureFate = FateOf<ErasureWaitReason, ErasureDone>;

/** How privacy requests are counted and how old they may get. The law gives 30 days, so a person is alerted early. */
export const erasureRules: SettlingRules<ErasureWaitReason, ErasureDone> = {
  deadAfterMs: {
    ...sharedDeadAfterMs,
    'dead-letter-unavailable': 3 * DAY_MS,
    'out-of-time': 3 * DAY_MS,
    unexpected: 3 * DAY_MS,
    'stand-down': 3 * DAY_MS,
    'claimed-elsewhere': 3 * DAY_MS,
    refused: DAY_MS,
    throttled: 3 * DAY_MS,
    misconfigured: 3 * DAY_MS,
    unavailable: 3 * DAY_MS,
    'aws-unavailable': 3 * DAY_MS,
  },
  countedAs: {
    erased: 'ErasureDone',
    incomplete: 'ErasureIncomplete',
    recorded: 'DataRequested',
    duplicate: 'ErasureDuplicate',
    dead: 'ErasureDead',
    waits: 'ErasureKept',
    held: 'ErasureKept',
  },
};
