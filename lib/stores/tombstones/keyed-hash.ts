import { createHmac } from 'node:crypto';
import type { Mark, ShopName } from '../../model/subject.ts';

/**
 * Returns the id of a tombstone. The key lies elsewhere than the tombstones: e-mail addresses and phone numbers can be
 * guessed, so a hash without a key would give them away.
 */
export function tombstoneId({ source, shop }: ShopName, { type, value }: Mark, key: Buffer): string {
  return `tombstone#${keyedHash(['tombstone', source, shop, type, value], key)}`;
}

/** Returns the id under which a request is known again: the same body of the same connection is the same request. */
export function requestId(connection: string, digest: string, key: Buffer): string {
  return `request#${keyedHash(['request', connection, digest], key)}`;
}

/** Returns what tells one key from another, and says nothing about it. */
export function fingerprintOf(key: Buffer): string {
  return keyedHash(['fingerprint'], key).slice(0, 16);
}

/** Returns the id of a shop's marker. A shop is no person. */
export function markerId({ source, shop }: ShopName): string {
  return `shop#${JSON.stringify([source, shop])}`;
}

function keyedHash(parts: readonly string[], key: Buffer): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');
}
