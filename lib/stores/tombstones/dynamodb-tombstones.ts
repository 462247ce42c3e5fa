import * as v from 'valibot';
import { UnavailableError } from '../../model/errors.ts';
import { marksOf, type Subject, type Tombstones } from '../../model/subject.ts';
import { type Item, NumberAttribute, openTable, TextAttribute } from '../table.ts';
import {
  isErased,
  isErasedWithShop,
  type Marker,
  mayBeErased,
  TOMBSTONE_DAYS,
  type Tombstone,
} from './is-erased.ts';
import { fingerprintOf, markerId, tombstoneId } from './keyed-hash.ts';
import { type ErasuresTable, UNAVAILABLE } from './tombstone-table.ts';

const MarkerSchema = v.object({
  lastErasedAt: NumberAttribute,
  shopErasedAt: v.optional(NumberAttribute),
  fingerprint: TextAttribute,
});

const TombstoneSchema = v.object({
  erasedAt: NumberAttribute,
  writtenAt: NumberAttribute,
  ofAccount: v.object({ BOOL: v.boolean() }),
});

/**
 * Returns the tombstones of the table. If no customer of a shop was erased in the last
 * 60 days, only one item is read. Reads may be a moment old; the erasing function waits
 * longer than that before it deletes. `key` is called only if there may be a tombstone.
 */
export function createDynamoDbTombstones(
  options: ErasuresTable & { readonly key: () => Promise<Buffer | undefined> },
): Tombstones {
  const table = openTable(options, UNAVAILABLE);

  /** Returns the key that the tombstones of a shop were made with. */
  async function keyOf({ fingerprint }: Marker): Promise<Buffer> {
    const key = await options.key();
    if (key !== undefined && fingerprintOf(key) === fingerprint) return key;
    // Fail closed: with another key no tombstone would be found.
    throw new UnavailableError('The key of the tombstones is lost', { code: 'erasures-unavailable' });
  }

  async function readMarkers(subjects: readonly Subject[]): Promise<ReadonlyMap<string, Marker>> {
    const items = await table(({ read }) => read(subjects.map(markerId)));
    return new Map(items.map((item) => [item['id']?.S ?? '', v.parse(MarkerSchema, item)]));
  }

  /** The clock decides, because the table's own expiry may be days late. */
  function isStanding({ writtenAt }: { readonly writtenAt: number }): boolean {
    return options.now() - writtenAt < TOMBSTONE_DAYS * 24 * 60 * 60 * 1000;
  }

  async function readTombstones(ids: readonly string[]): Promise<ReadonlyMap<string, Item>> {
    const items = await table(({ read }) => read(ids));
    return new Map(items.map((item) => [item['id']?.S ?? '', item]));
  }

  function tombstonesOf(
    subject: Subject,
    { key, found }: { readonly key: Buffer; readonly found: ReadonlyMap<string, Item> },
  ): Tombstone[] {
    return marksOf(subject).flatMap((mark): Tombstone[] => {
      const item = found.get(tombstoneId(subject, mark, key));
      if (item === undefined) return [];
      const { erasedAt, writtenAt, ofAccount } = v.parse(TombstoneSchema, item);
      return isStanding({ writtenAt }) ? [{ type: mark.type, erasedAt, ofAccount: ofAccount.BOOL }] : [];
    });
  }

  return {
    async erased(subjects) {
      if (subjects.length === 0) return new Set();
      const markers = await readMarkers(subjects);
      const marked = subjects.flatMap((subject) => {
        const marker = markers.get(markerId(subject));
        return marker === undefined ? [] : [{ subject, marker }];
      });
      const withShop = marked.filter(({ subject, marker }) => isErasedWithShop(subject, marker));
      const doubtful = await Promise.all(
        marked
          .filter(({ subject, marker }) => mayBeErased(subject, marker) && !isErasedWithShop(subject, marker))
          .map(async ({ subject, marker }) => ({ subject, key: await keyOf(marker) })),
      );
      const ids = doubtful.flatMap(({ subject, key }) =>
        marksOf(subject).map((mark) => tombstoneId(subject, mark, key)),
      );
      const found = await readTombstones(ids);
      const alone = doubtful.filter(({ subject, key }) =>
        isErased(subject, tombstonesOf(subject, { key, found })),
      );
      return new Set([...withShop, ...alone].map(({ subject }) => subject));
    },
  };
}
