import fc from 'fast-check';
import { createDraw, type Draw } from '../money/draw.ts';
import type { Platform } from '../money/platforms.ts';
import { platforms } from '../money/platforms.ts';
import { scripts } from '../money/scripts.ts';
import { type History, toHistory } from '../money/shop-history.ts';
import type { ShopOrder } from '../money/shop-order.ts';
import { PLACED_AT } from '../money/shop-time.ts';

export const START = Date.parse('2026-11-24T00:00:00.000Z');
export const HOUR_MS = 3_600_000;
const DAYS_MS = 48 * HOUR_MS;
/** No webhook arrives for a day. */
const OUTAGE = { from: START + 12 * HOUR_MS, until: START + 36 * HOUR_MS };
const ISO_TIME = /"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"/g;

/** A new state of an order: the shop shows it from then on. */
export interface NewState {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The place of its order among the histories. */
  readonly of: number;
  readonly order: ShopOrder;
  /** Its webhook never arrives. */
  readonly isLost: boolean;
}

export interface TwoDays {
  readonly histories: readonly History[];
  /** In order of time. */
  readonly states: readonly NewState[];
}

/** Draws orders of Shopify that are placed over two days. `plain`: paid at once, and nothing happens to them after. */
export function drawTwoDays(orders: number, { seed, plain }: { seed: number; plain: boolean }): TwoDays {
  const [shopify] = platforms;
  if (shopify?.source !== 'shopify') throw new Error('Shopify is the first of the platforms');
  const draw = createDraw(Array.from({ length: orders * 12 }, (_, index) => seed + index));
  const drawn = fc
    .sample(scripts(plain ? 0 : 8), { seed, numRuns: plain ? orders * 12 : orders })
    .map((script, index) => toHistory(shopify, script, index + 1))
    .filter(({ states: [first] }) => !plain || (first && shopify.standingOf(first, 'paid') === 'paid'))
    .slice(0, orders);
  const placed = drawn.map(({ states }) => ({ states, at: START + draw.below(DAYS_MS / 1_000) * 1_000 }));
  return {
    histories: placed.map(({ states, at }) => ({ platform: placedAt(shopify, at), states })),
    states: placed.flatMap((history, of) => statesOf(history, of, draw)).sort((a, b) => a.at - b.at),
  };
}

function statesOf({ states, at }: { states: readonly ShopOrder[]; at: number }, of: number, draw: Draw) {
  return states.map((order): NewState => {
    const changedAt = at + order.now * 1_000;
    const isOutage = changedAt >= OUTAGE.from && changedAt < OUTAGE.until;
    return { at: changedAt, of, order, isLost: draw.oneIn(33) || isOutage };
  });
}

/** Returns the platform as it writes an order that was placed at another time: every time in its bodies moves along. */
function placedAt(platform: Platform, at: number): Platform {
  const move = (text: string) =>
    `"${new Date(Date.parse(text) + at - PLACED_AT).toISOString().slice(0, 19)}Z"`;
  return {
    ...platform,
    bodyOf(order) {
      const text = JSON.stringify(platform.bodyOf(order)).replace(ISO_TIME, (_, time: string) => move(time));
      const body = JSON.parse(text) as Readonly<Record<string, unknown>>;
      const now = new Date(at + order.now * 1_000);
      return { ...body, updated_at: `${now.toISOString().slice(0, 19)}Z` };
    },
  };
}
