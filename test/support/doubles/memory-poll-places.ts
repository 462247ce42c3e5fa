import type { PlaceReading, PollPlace, PollPlaces } from '../../../lib/stores/ledger/poll-places.ts';

interface Held {
  place?: PollPlace;
  owner?: string | undefined;
  leaseUntil?: number;
  watchedSince?: number;
}

/** Returns places in memory, for suites with a clock of their own. It passes the contract of the real ones. */
export function createMemoryPollPlaces(
  clock: () => number = () => 0,
): PollPlaces & { readonly items: Map<string, Held> } {
  const items = new Map<string, Held>();
  const toReading = (held: Held | undefined): PlaceReading =>
    held?.place === undefined ? { kind: 'none', isUnreadable: false } : { kind: 'place', place: held.place };
  return {
    items,
    read: (connection) => Promise.resolve(toReading(items.get(connection))),
    take(connection, { owner, leaseUntil }, now) {
      const held = items.get(connection) ?? {};
      const isFree = held.owner === undefined || held.owner === owner || (held.leaseUntil ?? 0) < now;
      if (!isFree) return Promise.resolve(undefined);
      items.set(connection, { ...held, owner, leaseUntil });
      return Promise.resolve(toReading(held));
    },
    save(connection, owner, place) {
      const held = items.get(connection);
      if (held?.owner !== owner) return Promise.resolve(false);
      items.set(connection, { ...held, place: structuredClone(place) });
      return Promise.resolve(true);
    },
    release(connection, owner) {
      const held = items.get(connection);
      if (held?.owner === owner) items.set(connection, { ...held, owner: undefined });
      return Promise.resolve();
    },
    watchedSince(connection) {
      const { watchedSince = clock(), ...held } = items.get(connection) ?? {};
      items.set(connection, { ...held, watchedSince });
      return Promise.resolve(watchedSince);
    },
  };
}
