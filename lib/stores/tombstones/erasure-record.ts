import * as v from 'valibot';
import type { ErasureMessage } from '../../queue/erasure-message.ts';
import { NumberAttribute as Count, type Item, TextAttribute as Text } from '../table.ts';

/** What the ids of records begin with. */
export const PREFIX = 'record#';

const RecordSchema = v.pipe(
  v.object({
    id: Text,
    kind: Text,
    connection: Text,
    source: Text,
    shop: Text,
    requestedAt: Count,
    /** When the tombstones were there. */
    tombstonesAt: Count,
    orders: Count,
    /** A keyed hash of whom it was about; nothing for a whole shop. */
    subject: v.optional(Text),
    reference: v.optional(Text),
    /** The key after which parked deliveries are still to be looked through. */
    parkedAfter: v.optional(Text),
    parkedDeleted: v.optional(Count, { N: '0' }),
    dfinery: v.optional(Text),
    doneAt: v.optional(Count),
  }),
  v.transform(({ id, ...record }) => ({ ...record, id: id.slice(PREFIX.length) })),
);

/** What is remembered of a request for a year. Nothing of a person. Times in milliseconds since 1970. */
export type ErasureRecord = v.InferOutput<typeof RecordSchema>;

/** What Dfinery's part came to. */
export type DfineryPart = 'deleted' | 'no-external-id' | 'whole-shop' | 'not-asked';

/** Every method throws `UnavailableError` with `erasures-unavailable` where the table or the key is ill. */
export interface ErasureRecords {
  /**
   * Takes a request up: from now on its tombstones stand. Taking it up again changes nothing. Returns what is remembered
   * of it, or `undefined` where it is another delivery of a request that was taken up within a day.
   */
  begin(message: ErasureMessage): Promise<ErasureRecord | undefined>;
  /** Parked deliveries up to a key were looked through, and so many deleted since the last note. */
  noteParked(id: string, parkedAfter: string, deleted: number): Promise<void>;
  /** Nothing is left to do for us. */
  finish(id: string, dfinery: DfineryPart): Promise<void>;
  /** Returns every record, the oldest request first. */
  list(): Promise<readonly ErasureRecord[]>;
}

/** Reads an item of the table. Throws where somebody else wrote it. */
export function toRecord(item: Item | undefined): ErasureRecord {
  return v.parse(RecordSchema, item);
}
