import type { MarkType, Subject } from '../../model/subject.ts';

/** Queues hold a message for 14 days, a dead letter begins anew, and may be kept: this outlives them with time to spare. */
export const TOMBSTONE_DAYS = 60;

/** What is remembered of a shop. Times in milliseconds since 1970. */
export interface Marker {
  /** When the last request about one of its customers was received. */
  readonly lastErasedAt: number;
  /** When the whole shop was to be forgotten. */
  readonly shopErasedAt?: number | undefined;
  /** Tells the key of its tombstones from any other. */
  readonly fingerprint: string;
}

/** One tombstone that was found for a subject. */
export interface Tombstone {
  readonly type: MarkType;
  /** When the request was received, in milliseconds since 1970. */
  readonly erasedAt: number;
  /** The request was about an account. */
  readonly ofAccount: boolean;
}

/** Tells whether all that a shop sent until a request is to be dropped, this among it. */
export function isErasedWithShop({ receivedAt }: Subject, { shopErasedAt }: Marker): boolean {
  return shopErasedAt !== undefined && receivedAt <= shopErasedAt;
}

/**
 * Tells whether tombstones may stand for a subject at all. An order that was placed after the last request is a new
 * relation, whoever placed it, so nothing has to be looked up; neither has what a customer without an order did since.
 */
export function mayBeErased({ orderId, placedAt, happenedAt }: Subject, { lastErasedAt }: Marker): boolean {
  const since = orderId === undefined ? happenedAt : placedAt;
  return since === undefined || since <= lastErasedAt;
}

/**
 * Tells whether a subject is to be dropped, by its tombstones. An order that a request names is gone whatever happens to
 * it later. A person is gone until the request. Where the subject has an account, an address or a number of another
 * account does not count: families share them.
 */
export function isErased(
  { identity, placedAt, happenedAt }: Subject,
  tombstones: readonly Tombstone[],
): boolean {
  const hasAccount = identity?.external_id !== undefined;
  return tombstones.some(({ type, erasedAt, ofAccount }) => {
    if (type === 'order') return true;
    if (type !== 'external_id' && ofAccount && hasAccount) return false;
    return (placedAt ?? happenedAt) <= erasedAt;
  });
}
