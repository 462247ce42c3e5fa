import type { FoundOrder } from './found-order.ts';

/** As the drain has them, unless a trial sets others. */
const BACK_OFF_MS = { base: 10_000, max: 1_200_000 };
/** A wait is longer by up to this part. */
const JITTER = 0.2;

/**
 * Returns when an order that was tried is tried again at the latest, in milliseconds since 1970: its back-off counts from
 * its last try, which was before `now`, and never ends before the pause. One that has waited for hours may wait a twentieth of
 * its age. Pure.
 */
export function nextTryBy({ entry, pauses, now }: Pick<FoundOrder, 'entry' | 'pauses' | 'now'>): number {
  const tries = entry?.tries ?? 1;
  const backOff = Math.min(BACK_OFF_MS.max, BACK_OFF_MS.base * 2 ** (tries - 1)) * (1 + JITTER);
  const ends = [pauses.service, pauses.connection].flatMap((pause) =>
    pause === undefined ? [] : [pause.until + JITTER * Math.max(0, pause.until - pause.probedAt)],
  );
  return Math.max(now + backOff, ...ends);
}
