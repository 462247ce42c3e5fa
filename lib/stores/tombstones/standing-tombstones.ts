import * as v from 'valibot';
import { NumberAttribute, openTable } from '../table.ts';
import { TOMBSTONE_DAYS } from './is-erased.ts';
import { type ErasuresTable, UNAVAILABLE } from './tombstone-table.ts';

const StandingSchema = v.object({ id: v.object({ S: v.string() }), writtenAt: NumberAttribute });

/** Returns those of some ids under which a tombstone stands. @throws {UnavailableError} `erasures-unavailable` */
export type StandingTombstones = (ids: readonly string[]) => Promise<ReadonlySet<string>>;

/** Returns the reader of tombstones by their ids. The clock decides, because the table's own expiry may be days late. */
export function createStandingTombstones({ now, ...options }: ErasuresTable): StandingTombstones {
  const table = openTable(options, UNAVAILABLE);
  return async (ids) => {
    if (ids.length === 0) return new Set();
    const items = (await table(({ read }) => read(ids))).map((item) => v.parse(StandingSchema, item));
    const standing = items.filter(
      ({ writtenAt }) => now() - writtenAt < TOMBSTONE_DAYS * 24 * 60 * 60 * 1000,
    );
    return new Set(standing.map(({ id }) => id.S));
  };
}
