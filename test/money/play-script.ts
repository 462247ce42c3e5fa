import { createDraw } from './draw.ts';
import type { Platform } from './platforms.ts';
import { type Played, type Playing, playHistories } from './play-history.ts';
import type { PlayScript } from './scripts.ts';
import { toHistory } from './shop-history.ts';

/** Plays the orders of a script at a platform, numbered from 1. */
export function playScript(
  platform: Platform,
  { orders, playing, ...how }: PlayScript & Pick<Playing, 'isCalm'>,
): Promise<Played> {
  const histories = orders.map((script, index) => toHistory(platform, script, index + 1));
  return playHistories(histories, how, createDraw(playing));
}
