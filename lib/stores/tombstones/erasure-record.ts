import * as v from 'valibot';
import type { ErasureMessage } from '../../queue/erasure-message.ts';
import { NumberAttribute as Count, type Item, TextAttribute as Text } from '../table.ts';

/** Prefix of the ids of records. */
export const PREFIX = 'record#';

const RecordSchema = v.pipe(
  v.object({
    id: Text,
    kind: Text,
    connection: Text,
    source: Text,
    shop: Text,
    requestedAt: Count,
    /** When the tombstones were written. */
    tombstonesAt: Count,
    orders: Count,
    /** A keyed hash of the customer. Absent for a whole shop. */
    subject: v.optional(Text),
    reference: v.optional(Text),
    /** Parked deliveries after this key still have to be searched. */
    parkedAfter: v.optional(Text),
    parkedDeleted: v.optional(Count, { N: '0' }),
    /** Parked deliveries that could not be read, and so not searched. They stay. */
    parkedUnread: v.optional(Count, { N: '0' }),
    dfinery: v.optional(Text),
    doneAt: v.optional(Count),
  }),
  v.transform(({ id, ...record }) => ({ ...record, id: id.slice(PREFIX.length) })),
);

/** The record of a request, kept for a year. No personal data. Times in milliseconds since 1970. */
export type ErasureRecord = v.InferOutput<typeof RecordSchema>;

/** How many parked deliveries a search deleted, and how many it could not read. */
export interface ParkedCounts {
  readonly deleted: number;
  readonly unread: number;
}

/** The result of Dfinery's part. */
export type DfineryPart = 'deleted' | 'no-external-id' | 'whole-shop' | 'not-asked';

/** Every method throws `UnavailableError` with `erasures-unavailable` if the table or the key is unavailable. */
export interface ErasureRecords {
  /**
   * Begins a request: from now on its tombstones stand. Beginning it again changes nothing. Returns its record, or
   * `undefined` if this is another delivery of a request that began within a day.
   */
  begin(message: ErasureMessage): Promise<ErasureRecord | undefined>;
  /**
   * Notes that parked deliveries up to a key were searched, and what became of them since the last note. Noting the same
   * key again changes nothing.
   */
  noteParked(id: string, parkedAfter: string, since: ParkedCounts): Promise<void>;
  /** Marks the adapter's part as done. */
  finish(id: string, dfinery: DfineryPart): Promise<void>;
  /** Returns every record, the oldest request first. */
  list(): Promise<readonly ErasureRecord[]>;
}

/** Reads an item of the table. Throws if the adapter did not write it. */
export function toRecord(item: Item | undefined): ErasureRecord {
  return v.parse(RecordSchema, item);
}
