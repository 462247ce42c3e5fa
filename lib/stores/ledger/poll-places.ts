import * as v from 'valibot';
import { expiry, number, openTable, type TableOptions, text } from '../table.ts';
import { REMEMBERED_MS } from './ledger-item.ts';

const Count = v.pipe(v.number(), v.integer());

/** How far one list of a shop was read. Times in milliseconds since 1970. */
const ListPlaceSchema = v.object({
  /** The newest change that was read, by the shop's clock. Absent if the list tells no times, or had no entry. */
  watermark: v.optional(Count),
  /** When the last pass that reached its end began, by our clock. */
  passedAt: v.optional(Count),
  /** The same by the shop's clock, if that was behind ours: the next pass goes back at least to it. */
  base: v.optional(Count),
  /** When the last wide pass that reached its end began. */
  widePassedAt: v.optional(Count),
  /** The pass that has not reached its end. */
  pass: v.optional(
    v.object({
      cursor: v.string(),
      startedAt: Count,
      isWide: v.boolean(),
      newest: v.optional(Count),
      /** When the shop answered first, by its own clock, if that was behind ours. */
      base: v.optional(Count),
      /** The first change that was left to webhooks. */
      oldestHeld: v.optional(Count),
    }),
  ),
});

/** How far a shop was read. No personal data: entries are hashed. */
const PollPlaceSchema = v.object({
  /** The form of this. Another one is not read. */
  v: v.literal(1),
  /** When the first poll began. */
  begunAt: Count,
  lists: v.record(v.string(), ListPlaceSchema),
  /** Entries that were dealt with and that the ledger may not know of, with the time of that. */
  seen: v.record(v.string(), Count),
  /** Why the last poll stopped before the end; absent if it did not. */
  failure: v.optional(v.object({ at: Count, list: v.string(), because: v.string(), code: v.string() })),
});

export type ListPlace = v.InferOutput<typeof ListPlaceSchema>;
export type PollPlace = v.InferOutput<typeof PollPlaceSchema>;

/** What the table holds of a connection's poll. */
export type PlaceReading =
  | { readonly kind: 'place'; readonly place: PollPlace }
  /** It was never polled, or the place is in a form of another version. */
  | { readonly kind: 'none'; readonly isUnreadable: boolean };

/** The right to poll a connection, for a time. Milliseconds since 1970. */
export interface PollLease {
  readonly owner: string;
  readonly leaseUntil: number;
}

/** Every method throws `UnavailableError` with `ledger-unavailable` if the table is unavailable. */
export interface PollPlaces {
  read(connection: string): Promise<PlaceReading>;
  /** Takes the lease and returns the place; `undefined` if another owner has it. An owner that asks again gets it again. */
  take(connection: string, lease: PollLease, now: number): Promise<PlaceReading | undefined>;
  /** Writes the place. Returns false, and writes nothing, if the lease is another owner's now. */
  save(connection: string, owner: string, place: PollPlace): Promise<boolean>;
  /** Gives the lease back. Changes nothing if it is another owner's now. */
  release(connection: string, owner: string): Promise<void>;
  /** Returns since when somebody watches for webhooks of a connection: since the first call. Milliseconds since 1970. */
  watchedSince(connection: string): Promise<number>;
}

/**
 * Returns the places that all instances share, one item per connection in the ledger's table. The id begins with `#`, which
 * no entry does: those begin with the id of a service. A role may be limited to it.
 */
export function createPollPlaces({
  now,
  ...options
}: TableOptions & { readonly now: () => number }): PollPlaces {
  const table = openTable(options, {
    code: 'ledger-unavailable',
    message: 'The place of a poll is unavailable',
  });
  const idOf = (connection: string) => `#poll#${connection}`;
  const names = { '#owner': 'owner' };
  return {
    async read(connection) {
      const item = await table(({ get }) => get(idOf(connection)));
      return toReading(item?.['place']?.S);
    },
    async take(connection, { owner, leaseUntil }, at) {
      const change = {
        set: 'SET #owner = :owner, leaseUntil = :until, expiresAt = :expires',
        where: 'attribute_not_exists(#owner) OR leaseUntil < :now OR #owner = :owner',
        names,
        values: {
          ':owner': text(owner),
          ':until': number(leaseUntil),
          ':now': number(at),
          ':expires': expiry(now() + REMEMBERED_MS),
        },
      };
      const item = await table(({ update }) => update(idOf(connection), change));
      return item && toReading(item['place']?.S);
    },
    async save(connection, owner, place) {
      const values = { ':owner': text(owner), ':place': text(JSON.stringify(place)) };
      const change = { set: 'SET place = :place', where: '#owner = :owner', names, values };
      return (await table(({ update }) => update(idOf(connection), change))) !== undefined;
    },
    async release(connection, owner) {
      const values = { ':owner': text(owner) };
      const change = { set: 'REMOVE #owner, leaseUntil', where: '#owner = :owner', names, values };
      await table(({ update }) => update(idOf(connection), change));
    },
    async watchedSince(connection) {
      const change = {
        set: 'SET watchedSince = if_not_exists(watchedSince, :now), expiresAt = :expires',
        values: { ':now': number(now()), ':expires': expiry(now() + REMEMBERED_MS) },
      };
      const item = await table(({ update }) => update(idOf(connection), change));
      return Number(item?.['watchedSince']?.N ?? now());
    },
  };
}

function toReading(stored: string | undefined): PlaceReading {
  if (stored === undefined) return { kind: 'none', isUnreadable: false };
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), PollPlaceSchema), stored);
  return read.success ? { kind: 'place', place: read.output } : { kind: 'none', isUnreadable: true };
}
