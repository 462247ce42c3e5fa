import { DAY_MS, type FateOf, sharedDeadAfterMs, type Waits } from '../queue/worker/fate.ts';
import type { SettlingRules } from '../queue/worker/settle-batch.ts';
import type { IgnoredReason } from '../translate/reading.ts';

/** Why a fetch stays queued. Also the metric's dimension. */
export type FetchWaitReason =
  /** The shop's API refuses the request itself. */
  | 'refused'
  /** The shop does not know the order, or not yet. */
  | 'not-found'
  /** The API does not report the order as paid yet. */
  | 'unpaid'
  /** The API does not report yet what the webhook told of. */
  | 'behind'
  /** The rate limit of the shop's API is used up. */
  | 'throttled'
  /** The connection is gone, was never authorized, or its permission has ended. */
  | 'misconfigured'
  /** The shop's API or the network is unavailable. */
  | 'unavailable'
  /** SQS, S3, SSM or the token table is unavailable. */
  | 'aws-unavailable';

export type FetchWaits = Waits<FetchWaitReason>;

export type FetchDone =
  /** Its events are in the queue. */
  | { readonly kind: 'fetched' }
  | { readonly kind: 'ignored'; readonly because: IgnoredReason }
  | { readonly kind: 'parked' }
  /** Its customer, or its shop, was erased. */
  | { readonly kind: 'erased' }
  /** Another record of the batch names the same order. */
  | { readonly kind: 'duplicate' };

/** The fate of a fetch in one invocation. */
export type FetchFate = FateOf<FetchWaitReason, FetchDone>;

/** How fetches are counted and how old they may get. */
export const fetchRules: SettlingRules<FetchWaitReason, FetchDone> = {
  deadAfterMs: {
    ...sharedDeadAfterMs,
    // Most likely the API has changed, which needs a person.
    refused: 3 * DAY_MS,
    // A webhook may be ahead of the API, but not by days.
    'not-found': DAY_MS,
    // Ignored after a while: a later payment brings another webhook.
    unpaid: Number.POSITIVE_INFINITY,
    // Read as it is after a while.
    behind: Number.POSITIVE_INFINITY,
    throttled: 10 * DAY_MS,
    misconfigured: 10 * DAY_MS,
    unavailable: 10 * DAY_MS,
    'aws-unavailable': 10 * DAY_MS,
  },
  countedAs: {
    fetched: 'FetchDone',
    ignored: 'FetchIgnored',
    parked: 'FetchParked',
    erased: 'FetchErased',
    duplicate: 'FetchDuplicate',
    dead: 'FetchDead',
    waits: 'FetchKept',
    held: 'FetchKept',
  },
};

/** After this many failures of a kind in a row, the connection's other orders wait in this invocation. */
export const stopAfter: Readonly<Record<FetchWaits['because'], number>> = {
  refused: Number.POSITIVE_INFINITY,
  'not-found': Number.POSITIVE_INFINITY,
  unpaid: Number.POSITIVE_INFINITY,
  behind: Number.POSITIVE_INFINITY,
  throttled: 1,
  misconfigured: 1,
  unavailable: 3,
  'aws-unavailable': 1,
  'dead-letter-unavailable': 1,
  'message-newer': 1,
  'out-of-time': 1,
  unexpected: 1,
};
