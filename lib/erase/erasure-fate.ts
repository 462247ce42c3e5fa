import { DAY_MS, type FateOf, sharedDeadAfterMs, type Waits } from '../queue/worker/fate.ts';
import type { SettlingRules } from '../queue/worker/settle-batch.ts';

/** Why a privacy request stays queued. Also the metric's dimension. */
export type ErasureWaitReason =
  /** Its tombstones stand, and those are waited for who looked before. */
  | 'stand-down'
  /** A drain is just telling Dfinery of the customer. */
  | 'claimed-elsewhere'
  /** Dfinery refuses the request itself. */
  | 'refused'
  | 'throttled'
  /** Service id or token are wrong, or the connection is gone or bound to another service. */
  | 'misconfigured'
  /** Dfinery or the way to it is ill. */
  | 'unavailable'
  /** SSM, S3, the ledger or the table of erasures is ill. */
  | 'aws-unavailable';

export type ErasureWaits = Waits<ErasureWaitReason>;

export type ErasureDone =
  /** All is gone that can be. */
  | { readonly kind: 'erased' }
  /** All is gone that we hold; the rest is a person's to do. */
  | { readonly kind: 'incomplete'; readonly because: 'no-external-id' | 'whole-shop' }
  /** A person has to answer it. */
  | { readonly kind: 'recorded' }
  /** Another delivery of a request that was taken up. */
  | { readonly kind: 'duplicate' };

/** What becomes of a privacy request in one invocation. */
export type ErasureFate = FateOf<ErasureWaitReason, ErasureDone>;

/** How privacy requests are counted and how old they may get: 30 days are all there is, so a person is told early. */
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
  },
};
