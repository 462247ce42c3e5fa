import { judgeOrder } from '../money/judge-play.ts';
import type { Held, PlayedOrder, Settings } from '../money/play-history.ts';
import { createPlayWorld, type PlayWorld } from '../money/play-world.ts';
import { readState } from '../money/read-state.ts';
import type { ShopOrder } from '../money/shop-order.ts';
import { POLL_EVERY_MS, startPollWorld } from './poll-world.ts';
import { drawTwoDays, HOUR_MS, type NewState, START, type TwoDays } from './two-days.ts';

/** So many drains settle everything, or something waits for ever. */
const MOST_DRAINS = 2_000;
const DRAIN_EVERY_MS = 5 * 60_000;
/** An order lives for less than two hours. The second wide pass is after 48. */
const END = START + 52 * HOUR_MS;

export interface LostWebhooks {
  readonly orders: number;
  readonly seed: number;
  readonly edits: Settings['edits'];
  readonly plain?: boolean;
  readonly largestPage?: number;
}

/** What Dfinery holds in the end, and what it took. */
export interface Outcome {
  /** What is wrong, in words. Empty if every order is right. */
  readonly wrong: readonly string[];
  /** Orders of which the bodies cannot say what is right. */
  readonly untellable: number;
  readonly orders: number;
  readonly states: number;
  /** Events at Dfinery. */
  readonly events: number;
  readonly lost: number;
  readonly recovered: number;
  readonly requests: number;
  /** Requests that the shop refused, and that were asked again later. */
  readonly overLimit: number;
  readonly failures: readonly string[];
}

/** Plays two days of a shop whose webhooks are lost, with polls over HTTP and drains between; then more polls. */
export async function loseWebhooks(options: LostWebhooks): Promise<Outcome> {
  const { orders, seed, edits, plain = false, largestPage } = options;
  const days = drawTwoDays(orders, { seed, plain });
  const settings: Settings = { purchaseOn: 'paid', edits };
  const play = createPlayWorld(START);
  const poll = await startPollWorld({
    ledger: play.ledger,
    clock: play.clock,
    ...(largestPage && { largestPage }),
    connection: {
      poll: {},
      ...settings,
      since: new Date(START - HOUR_MS).toISOString(),
      refundProperties: { df_order_id: 'orderId' },
    },
  });
  const watch = createWatch(days, play);
  const wrong: string[] = [];
  const failures: string[] = [];

  function happen({ at, of, order, isLost }: NewState): void {
    const platform = days.histories[of]?.platform;
    if (platform === undefined) return;
    play.clock.now = Math.max(play.clock.now, at);
    poll.shop.put(platform.bodyOf(order));
    watch.changed(of, { order, at });
    if (isLost) return;
    const receivedAt = new Date(play.clock.now);
    const deliveryId = `d-${order.number}-${order.now}`;
    const reading = readState({ platform, order, fetched: order, receivedAt, deliveryId }, poll.connection);
    if (reading.kind === 'parked') wrong.push(`A delivery was parked: ${reading.issues}`);
    if (reading.kind !== 'read') return;
    watch.shown(of, order);
    const bodies = reading.plan.events.map(({ body }) => body);
    play.queue.send(bodies, play.clock.now);
  }
  async function drain(): Promise<void> {
    const records = play.queue.receive(play.clock.now);
    if (records.length > 0) await play.drain(records);
    watch.drained();
  }

  try {
    let next = 0;
    for (let at = START; at <= END; at += DRAIN_EVERY_MS) {
      for (let state = days.states[next]; state && state.at <= at; state = days.states[next]) {
        happen(state);
        next += 1;
      }
      play.clock.now = Math.max(play.clock.now, at);
      await drain();
      if ((at - START) % POLL_EVERY_MS !== 0) continue;
      watch.polled(play.clock.now - poll.ports.holdMs);
      const polled = await poll.poll(0);
      failures.push(
        ...polled.flatMap((one) => (one.kind === 'polled' ? (one.failure?.because ?? []) : one.kind)),
      );
      play.queue.send(poll.queued.splice(0), play.clock.now);
      await drain();
    }
    // What waits for an order that is never paid becomes a dead letter or is left out in the end.
    for (let drains = 0; drains < MOST_DRAINS && play.queue.nextAt() !== undefined; drains += 1) {
      play.clock.now = Math.max(play.clock.now, play.queue.nextAt() ?? 0);
      await drain();
    }
    if (play.queue.nextAt() !== undefined || play.letters.length > 0)
      wrong.push('Something waits in the end');
    const judged = watch
      .orders(poll.connection.shop)
      .map((order) => judgeOrder(order, { settings, struck: {} }));
    return {
      wrong: [
        ...wrong,
        ...poll.parked.map(() => 'A listed order was parked'),
        ...play.shelf.wrong,
        ...judged.flatMap((one, at) => (one.kind === 'wrong' ? `Order ${at}: ${one.what.join('; ')}` : [])),
      ],
      untellable: judged.filter(({ kind }) => kind === 'untellable').length,
      orders: days.histories.length,
      states: days.states.length,
      events: play.shelf.events.size,
      lost: days.states.filter(({ isLost }) => isLost).length,
      recovered: poll.telemetry.counts['OrderRecovered'] ?? 0,
      requests: poll.shop.requests().length,
      overLimit: poll.shop.overLimit(),
      failures,
    };
  } finally {
    await poll.stop();
  }
}

/** Notes what the adapter was shown of every order, and what Dfinery held of it after every drain. */
function createWatch({ histories }: TwoDays, play: PlayWorld) {
  const all = histories.map((history) => ({ history, shown: [] as ShopOrder[], held: [] as Held[] }));
  const places = new Map(
    histories.flatMap(({ platform, states: [first] }, at) => (first ? [[platform.idOf(first), at]] : [])),
  );
  const unpolled = new Map<number, { readonly order: ShopOrder; readonly at: number }>();
  let seen = 0;
  return {
    changed: (of: number, state: { readonly order: ShopOrder; readonly at: number }) =>
      unpolled.set(of, state),
    shown: (of: number, order: ShopOrder) => all[of]?.shown.push(order),
    /** A poll shows the state that an order has then, unless it is left to its webhook. */
    polled(until: number): void {
      for (const [of, { order, at }] of unpolled) {
        if (at > until) continue;
        all[of]?.shown.push(order);
        unpolled.delete(of);
      }
    },
    drained(): void {
      const held = new Map<number, Held>();
      for (const { orderId, name, amount } of [...play.shelf.events.values()].slice(seen)) {
        const at = places.get(orderId) ?? -1;
        const { purchases, refunds } = held.get(at) ?? all[at]?.held.at(-1) ?? { purchases: 0, refunds: 0 };
        const isPurchase = name === 'df_purchase';
        held.set(at, {
          purchases: purchases + (isPurchase ? amount : 0),
          refunds: refunds + (isPurchase ? 0 : amount),
        });
      }
      seen = play.shelf.events.size;
      for (const [at, now] of held) all[at]?.held.push(now);
    },
    orders(shop: string): PlayedOrder[] {
      const eventsOf = Map.groupBy(play.shelf.events.values(), ({ orderId }) => orderId);
      return all.map((order) => {
        const { platform, states } = order.history;
        const subjectKey = states[0] ? platform.idOf(states[0]) : '';
        const key = {
          serviceId: 'service-1',
          source: platform.source,
          shop,
          kind: 'purchase',
          subjectKey,
        } as const;
        return { ...order, events: eventsOf.get(subjectKey) ?? [], entry: play.entryOf(key) };
      });
    },
  };
}
