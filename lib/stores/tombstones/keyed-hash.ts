import { createHmac } from 'node:crypto';
import type { Mark, ShopName } from '../../model/subject.ts';

/**
 * Returns the id of a tombstone. The key is stored apart from the tombstones: e-mail addresses and phone numbers can be
 * guessed, so a hash without a key would give them away.
 */
export function tombstoneId({ source, shop }: ShopName, { type, value }: Mark, key: Buffer): string {
  return `tombstone#${keyedHash(['tombstone', source, shop, type, value], key)}`;
}

/** Returns the id that is equal for equal requests: those with the same body and the same connection. */
export function requestId(connection: string, digest: string, key: Buffer): string {
  return `request#${keyedHash(['request', connection, digest], key)}`;
}

/** Returns a fingerprint that identifies a key without revealing it. */
export function fingerprintOf(key: Buffer): string {
  return keyedHash(['fingerprint'], key).slice(0, 16);
}

/** Returns the id of a shop's marker. Not hashed, because a shop is not a person. */
export function markerId({ source, shop }: ShopName): string {
  return `shop#${JSON.stringify([source, shop])}`;
}

function keyedHash(parts: readonly string[], key: Buffer): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex');
}
