import pLimit from 'p-limit';
import { UnavailableError } from '../../model/errors.ts';
import { type Mark, marksOf } from '../../model/subject.ts';
import type { ErasureMessage } from '../../queue/erasure-message.ts';
import { number, openTable } from '../table.ts';
import { TOMBSTONE_DAYS } from './is-erased.ts';
import { fingerprintOf, markerId, tombstoneId } from './keyed-hash.ts';
import { type ErasuresTable, expiryOf, UNAVAILABLE } from './tombstone-table.ts';

/** Tombstones written at once: a customer may have hundreds of orders. */
const MAX_CALLS = 10;

/** Every method throws `UnavailableError` with `erasures-unavailable`. */
interface TombstoneWriter {
  /** Throws if the shop's tombstones were made with another key. */
  checkKey(message: ErasureMessage, key: Buffer): Promise<void>;
  /** Writes the tombstones of a request. Writing them again changes nothing. */
  write(message: ErasureMessage, key: Buffer): Promise<void>;
}

/** Returns the writer of the table's tombstones. */
export function createTombstoneWriter(options: ErasuresTable): TombstoneWriter {
  const { now } = options;
  const table = openTable(options, UNAVAILABLE);

  /**
   * An earlier request never replaces a later one. One about no account counts for all accounts of an address, in
   * whatever order they are written.
   */
  async function writeTombstone(message: ErasureMessage, mark: Mark, key: Buffer): Promise<void> {
    const isOfAccount = message.identity?.external_id !== undefined;
    const ofAccount = isOfAccount ? 'if_not_exists(ofAccount, :ofAccount)' : ':ofAccount';
    const change = {
      set: `SET erasedAt = :at, writtenAt = :now, ofAccount = ${ofAccount}, expiresAt = :expires`,
      where: 'attribute_not_exists(id) OR erasedAt < :at',
      values: {
        ':at': number(Date.parse(message.receivedAt)),
        ':now': number(now()),
        ':ofAccount': { BOOL: isOfAccount },
        ':expires': expiryOf(now(), TOMBSTONE_DAYS),
      },
    };
    const id = tombstoneId(message, mark, key);
    if ((await table(({ update }) => update(id, change))) !== undefined || isOfAccount) return;
    const values = { ':no': { BOOL: false }, ':yes': { BOOL: true } };
    await table(({ update }) =>
      update(id, { set: 'SET ofAccount = :no', where: 'ofAccount = :yes', values }),
    );
  }

  async function checkKey(message: ErasureMessage, key: Buffer): Promise<void> {
    const [marker] = await table(({ read }) => read([markerId(message)]));
    const fingerprint = marker?.['fingerprint']?.S;
    if (fingerprint === undefined || fingerprint === fingerprintOf(key)) return;
    throw new UnavailableError('The key of the tombstones is lost', { code: 'erasures-unavailable' });
  }

  /** Called last: a reader that sees the marker finds all tombstones. */
  async function markShop(message: ErasureMessage, key: Buffer): Promise<void> {
    const at = number(Date.parse(message.receivedAt));
    const values = { ':fingerprint': { S: fingerprintOf(key) }, ':expires': expiryOf(now(), TOMBSTONE_DAYS) };
    const set = 'SET fingerprint = :fingerprint, expiresAt = :expires';
    const id = markerId(message);
    for (const name of message.kind === 'erase-shop' ? ['lastErasedAt', 'shopErasedAt'] : ['lastErasedAt']) {
      const change = {
        set: `${set}, ${name} = :at`,
        where: `attribute_not_exists(${name}) OR ${name} < :at`,
        values: { ...values, ':at': at },
      };
      if ((await table(({ update }) => update(id, change))) !== undefined) continue;
      await table(({ update }) => update(id, { set, values }));
    }
  }

  return {
    checkKey,
    async write(message, key) {
      const orders = message.orderIds.map((value): Mark => ({ type: 'order', value }));
      const limit = pLimit(MAX_CALLS);
      const marks = [...marksOf(message), ...orders];
      await Promise.all(marks.map((mark) => limit(() => writeTombstone(message, mark, key))));
      await markShop(message, key);
    },
  };
}
