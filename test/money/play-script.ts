import { createDraw } from './draw.ts';
import type { Platform } from './platforms.ts';
import { type Played, playHistories } from './play-history.ts';
import type { PlayScript } from './scripts.ts';
import { toHistory } from './shop-history.ts';

/** Plays the orders of a script at a platform, numbered from 1. */
export function playScript(platform: Platform, { orders, settings, playing }: PlayScript): Promise<Played> {
  const histories = orders.map((script, index) => toHistory(platform, script, index + 1));
  return playHistories(histories, settings, createDraw(playing));
}
