import { POLLED } from '../model/keys.ts';
import type { PollPlace } from '../stores/ledger/poll-places.ts';
import type { PollPorts } from './poll-ports.ts';
import type { PolledShop } from './polled-shop.ts';
import { type ListFailure, readList } from './read-list.ts';

/** How much longer than its invocation a lease lasts: clocks of two instances may differ. */
const LEASE_MARGIN_MS = 60_000;
/** A page takes one answer, at most two of a token, and the calls to AWS. With less time left none is begun. */
export const MIN_REMAINING_MS = 40_000;
/** How often and how long a shop that is busy is waited for. The next poll goes on from there. */
const MAX_TRIES = 4;
const LONGEST_WAIT_MS = 20_000;

/** What became of the poll of one shop. */
export type ShopPolled =
  | {
      readonly kind: 'polled';
      readonly pages: number;
      /** Orders that were queued. */
      readonly recovered: number;
      /** Milliseconds since the last reading of all lists to their ends began, or since the first poll. */
      readonly lagMs: number;
      readonly failure?: ListFailure & { readonly list: string };
    }
  /** Another instance polls it now. */
  | { readonly kind: 'elsewhere' };

/**
 * Polls a shop: reads its lists, one after the other, from where they were left. Two polls of a shop never overlap.
 * @throws {UnavailableError} AWS is unavailable. What was queued by then is queued again, and changes nothing.
 */
export async function pollShop(
  ports: PollPorts,
  shop: PolledShop,
  remainingMs: () => number,
): Promise<ShopPolled> {
  const { places, now } = ports;
  const owner = ports.newOwner();
  const id = shop.connection.id;
  const leaseUntil = now() + remainingMs() + LEASE_MARGIN_MS;
  const reading = await places.take(id, { owner, leaseUntil }, now());
  if (reading === undefined) return { kind: 'elsewhere' };
  if (reading.kind === 'none' && reading.isUnreadable) {
    ports.telemetry.warn('The place of a poll is of another version: the shop is read anew', {
      connection: id,
    });
  }
  const begun: PollPlace =
    reading.kind === 'place' ? reading.place : { v: 1, begunAt: now(), lists: {}, seen: {} };
  try {
    return await readLists(ports, shop, { begun, owner, remainingMs });
  } finally {
    // If this fails, the lease ends by itself.
    await places.release(id, owner).catch((cause: unknown) => {
      ports.telemetry.error('The lease of a poll could not be given back', { connection: id }, cause);
    });
  }
}

interface Reading {
  readonly begun: PollPlace;
  readonly owner: string;
  readonly remainingMs: () => number;
}

async function readLists(
  ports: PollPorts,
  shop: PolledShop,
  { begun, owner, remainingMs }: Reading,
): Promise<ShopPolled> {
  const { id } = shop.connection;
  const hasTime = (waitMs = 0) => remainingMs() - waitMs >= MIN_REMAINING_MS;
  const patience = { maxTries: MAX_TRIES, longestWaitMs: LONGEST_WAIT_MS, hasTime };
  const poll = { ...shop, deliveryId: `${POLLED}${owner}`, patience, hasTime };
  const save = (place: PollPlace) => ports.places.save(id, owner, place);

  let place = begun;
  let pages = 0;
  let recovered = 0;
  let failure: (ListFailure & { readonly list: string }) | undefined;
  for (const list of shop.listing.lists) {
    if (list.isWanted?.(shop.connection) === false) continue;
    const read = await readList(ports, poll, { list, place, save });
    place = read.place;
    pages += read.pages;
    recovered += read.recovered;
    if (read.failure === undefined) continue;
    failure ??= { ...read.failure, list: list.name };
    if (read.failure.isOfShop) break;
  }
  const { failure: _, ...rest } = place;
  const said = failure && {
    at: ports.now(),
    list: failure.list,
    because: failure.because,
    code: failure.code,
  };
  if (failure?.because !== 'taken-over') await save({ ...rest, ...(said && { failure: said }) });
  return {
    kind: 'polled',
    pages,
    recovered,
    lagMs: lagOf(shop, place, ports.now()),
    ...(failure && { failure }),
  };
}

/** Returns how long ago the last reading of every list to its end began. Lists that are asked once a day do not count. */
export function lagOf({ listing, connection }: PolledShop, place: PollPlace, now: number): number {
  const often = listing.lists.filter(
    ({ every, isWanted }) => every !== 'day' && isWanted?.(connection) !== false,
  );
  const passed = often.map(({ name }) => place.lists[name]?.passedAt ?? place.begunAt);
  return Math.max(0, now - Math.min(...passed, now));
}
