import { lagOf } from '../../poll/poll-shop.ts';
import type { PolledShop } from '../../poll/polled-shop.ts';
import type { PollPlace } from '../../stores/ledger/poll-places.ts';

/** How far a shop was read. */
export interface PollStatus {
  readonly connection: string;
  /** Absent once it was polled. */
  readonly outcome?: string;
  readonly lagSeconds?: number;
  readonly begunAt?: string | undefined;
  readonly lists?: Readonly<Record<string, { readonly newestChange: string | undefined }>>;
  readonly failure?: { readonly code: string; readonly at: string | undefined };
}

/** Returns how far a shop was read, from its place; without one it never was. */
export function toPollStatus(shop: PolledShop, place: PollPlace | undefined): PollStatus {
  const { id } = shop.connection;
  if (place === undefined) return { connection: id, outcome: 'never polled' };
  const { failure } = place;
  return {
    connection: id,
    lagSeconds: Math.round(lagOf(shop, place, Date.now()) / 1_000),
    begunAt: toText(place.begunAt),
    lists: Object.fromEntries(
      Object.entries(place.lists).map(([name, { watermark, passedAt, widePassedAt, pass }]) => [
        name,
        {
          newestChange: toText(watermark),
          readAt: toText(passedAt),
          readWideAt: toText(widePassedAt),
          ...(pass && { underWaySince: toText(pass.startedAt) }),
        },
      ]),
    ),
    ...(failure && { failure: { ...failure, at: toText(failure.at) } }),
  };
}

function toText(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
