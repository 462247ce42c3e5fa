import type { MarkType, Subject } from '../../model/subject.ts';

/** Longer than a message exists: 14 days in a queue, 14 as a dead letter, 14 more if an operator keeps it. */
export const TOMBSTONE_DAYS = 60;

/** The marker of a shop. Times in milliseconds since 1970. */
export interface Marker {
  /** When the last request about one of its customers was received. */
  readonly lastErasedAt: number;
  /** When the request to erase the whole shop was received. */
  readonly shopErasedAt?: number | undefined;
  /** Identifies the key of the shop's tombstones. */
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

/** Tells if a subject is dropped as its whole shop was erased after it was received. */
export function isErasedWithShop({ receivedAt }: Subject, { shopErasedAt }: Marker): boolean {
  return shopErasedAt !== undefined && receivedAt <= shopErasedAt;
}

/**
 * Tells whether a subject may have tombstones that count. An order that was placed after the last request is a new
 * relation, so nothing has to be looked up. The same holds for events without an order that happened since.
 */
export function mayBeErased({ orderId, placedAt, happenedAt }: Subject, { lastErasedAt }: Marker): boolean {
  const since = orderId === undefined ? happenedAt : placedAt;
  return since === undefined || since <= lastErasedAt;
}

/**
 * Tells whether a subject has to be dropped, by its tombstones. An order that a request
 * names is dropped whatever happens to it later. A person is dropped up to the time of the request. If the subject has an
 * account, the address or number of another account does not count: families share them.
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
