import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marksOf } from '../../model/subject.ts';
import type { ErasureMessage } from '../../queue/erasure-message.ts';
import { type Change, number, openTable } from '../table.ts';
import { type ErasureRecord, type ErasureRecords, PREFIX, toRecord } from './erasure-record.ts';
import { TOMBSTONE_DAYS } from './is-erased.ts';
import { requestId, tombstoneId } from './keyed-hash.ts';
import { type ErasuresTable, expiryOf, UNAVAILABLE } from './tombstone-table.ts';
import { createTombstoneWriter } from './tombstone-writer.ts';

/** How long the record of a request is kept. */
const RECORD_DAYS = 365;

/** An equal body within this time is the same request: Shopify delivers again for four hours. */
const SAME_REQUEST_MS = 24 * 60 * 60 * 1000;

export interface ErasureRecordsOptions extends ErasuresTable {
  /** Returns the key of the tombstones, and makes it if there is none. */
  readonly key: () => Promise<Buffer>;
}

/** Returns the records and the tombstones that all instances share. */
export function createErasureRecords(options: ErasureRecordsOptions): ErasureRecords {
  const { now } = options;
  const tombstones = createTombstoneWriter(options);
  const table = openTable(options, UNAVAILABLE);
  const update = (id: string, change: Change) => table((calls) => calls.update(id, change));

  /** Takes the first delivery of a request. False for any other. */
  async function take({ id, connection, digest, receivedAt }: ErasureMessage, key: Buffer): Promise<boolean> {
    const at = Date.parse(receivedAt);
    const change = {
      set: 'SET #owner = :owner, requestedAt = :at, expiresAt = :expires',
      where: 'attribute_not_exists(id) OR #owner = :owner OR requestedAt < :dayBefore',
      names: { '#owner': 'owner' },
      values: {
        ':owner': { S: id },
        ':at': number(at),
        ':dayBefore': number(at - SAME_REQUEST_MS),
        ':expires': expiryOf(now(), TOMBSTONE_DAYS),
      },
    };
    return (await update(requestId(connection, digest, key), change)) !== undefined;
  }

  async function record(message: ErasureMessage, key: Buffer): Promise<ErasureRecord> {
    const [first] = marksOf(message);
    const fields: Record<string, AttributeValue> = {
      kind: { S: message.kind },
      connection: { S: message.connection },
      source: { S: message.source },
      shop: { S: message.shop },
      requestedAt: number(Date.parse(message.receivedAt)),
      orders: number(message.orderIds.length),
      expiresAt: expiryOf(now(), RECORD_DAYS),
      ...(first && { subject: { S: tombstoneId(message, first, key) } }),
      ...(message.reference !== undefined && { reference: { S: message.reference } }),
    };
    const names = Object.keys(fields);
    const change = {
      set: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}, tombstonesAt = if_not_exists(tombstonesAt, :now)`,
      names: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      values: {
        ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [`:${name}`, value])),
        ':now': number(now()),
      },
    };
    return toRecord(await update(PREFIX + message.id, change));
  }

  return {
    async begin(message) {
      const key = await options.key();
      await tombstones.checkKey(message, key);
      if (!(await take(message, key))) return undefined;
      if (message.kind !== 'data-request') await tombstones.write(message, key);
      return record(message, key);
    },
    async noteParked(id, parkedAfter, { deleted, unread }) {
      const change = {
        set: 'SET parkedAfter = :after ADD parkedDeleted :deleted, parkedUnread :unread',
        // If the answer gets lost, the client repeats the write, which must not count twice.
        where: 'attribute_exists(id) AND (attribute_not_exists(parkedAfter) OR parkedAfter <> :after)',
        values: { ':after': { S: parkedAfter }, ':deleted': number(deleted), ':unread': number(unread) },
      };
      await update(PREFIX + id, change);
    },
    async finish(id, dfinery) {
      const values = { ':dfinery': { S: dfinery }, ':now': number(now()) };
      const change = { set: 'SET dfinery = :dfinery, doneAt = :now', where: 'attribute_exists(id)', values };
      await update(PREFIX + id, change);
    },
    async list() {
      const records = (await table(({ scan }) => scan(PREFIX))).map(toRecord);
      return records.sort((a, b) => a.requestedAt - b.requestedAt);
    },
  };
}
