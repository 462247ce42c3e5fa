import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ShopConnection } from '../../lib/model/connection.ts';
import { leaveOutTold } from '../../lib/stores/ledger/leave-out-told.ts';
import type { LedgerKey } from '../../lib/stores/ledger/ledger.ts';
import { ledgerId } from '../../lib/stores/ledger/ledger.ts';
import type { LedgerEntry } from '../../lib/stores/ledger/ledger-entry.ts';
import type { Plan } from '../../lib/translate/plan-queueing.ts';
import { aShopConnection } from '../support/builders/a-connection.ts';
import type { RequestFault } from './dfinery-shelf.ts';
import { createDraw, type Draw } from './draw.ts';
import { type Platform, platforms } from './platforms.ts';
import { createPlayWorld, type PlayWorld } from './play-world.ts';
import { readState } from './read-state.ts';
import { type PlayScript, playScripts } from './scripts.ts';
import { type History, toHistory } from './shop-history.ts';
import type { ShopOrder } from './shop-order.ts';
import { PLACED_AT } from './shop-time.ts';

const FAULTS: readonly [RequestFault, ...RequestFault[]] = ['refused', 'ill', 'lost', 'unheard'];

/** A shop, the adapter's queue and ledger, and what both say of each other. */
function aPlay(platform: Platform, { settings, playing }: PlayScript) {
  const connection: ShopConnection = aShopConnection({ source: platform.source, ...settings });
  const world = createPlayWorld(PLACED_AT + 86_400_000);
  const ledger = {
    read: (keys: readonly LedgerKey[]) =>
      Promise.resolve(
        new Map<string, LedgerEntry>(
          keys.flatMap((key) => {
            const entry = world.entryOf(key);
            return entry === undefined ? [] : [[ledgerId(key), entry] as const];
          }),
        ),
      ),
  };
  let deliveries = 0;
  const planOf = (order: ShopOrder): Plan | undefined => {
    deliveries += 1;
    const receivedAt = new Date(world.clock.now);
    const arrival = { platform, order, fetched: order, receivedAt, deliveryId: `d-${deliveries}` };
    const reading = readState(arrival, connection);
    return reading.kind === 'read' ? reading.plan : undefined;
  };
  /** The messages of a state that are news, and those that are told already. */
  const divide = async (order: ShopOrder) => {
    const plan = planOf(order);
    if (plan === undefined) return { news: [], told: [] };
    const [left] = await leaveOutTold(ledger, [plan], { shop: connection, now: world.clock.now });
    const news = left?.events ?? [];
    return { news, told: plan.events.filter((event) => !news.includes(event)) };
  };
  return { world, planOf, divide, draw: createDraw(playing) };
}

async function drainOnce(world: PlayWorld, draw: Draw): Promise<void> {
  await world.drain(world.queue.receive(world.clock.now), {
    request: () => (draw.oneIn(4) ? draw.of(FAULTS) : undefined),
    killedAt: draw.oneIn(8) ? draw.between(1, 14) : undefined,
    turns: () => 0,
  });
}

async function drainAll(world: PlayWorld): Promise<void> {
  for (let drains = 0; drains < 2_000; drains += 1) {
    world.queue.send(
      world.letters.splice(0).map(({ body }) => body),
      world.clock.now,
    );
    const nextAt = world.queue.nextAt();
    if (nextAt === undefined) return;
    world.clock.now = Math.max(world.clock.now, nextAt);
    await world.drain(world.queue.receive(world.clock.now));
  }
}

/** Everything that a drain may change. */
function stateOf({ shelf, queue, letters }: PlayWorld, entries: readonly (LedgerEntry | undefined)[]) {
  const events = [...shelf.events.values()].map(({ id, times }) => [id, times]);
  return JSON.stringify({
    entries,
    events,
    wrong: shelf.wrong,
    letters,
    waits: queue.nextAt() !== undefined,
  });
}

function histories(platform: Platform, { orders }: PlayScript): History[] {
  return orders.map((script, index) => toHistory(platform, script, index + 1));
}

test.each(platforms)(
  'What is told already changes nothing when it is drained, at $source',
  async (platform) => {
    await fc.assert(
      fc.asyncProperty(playScripts(1), async (script) => {
        const { world, planOf, divide, draw } = aPlay(platform, script);
        const states = histories(platform, script).flatMap((history) => history.states);
        for (const order of states) {
          world.queue.send(
            (planOf(order)?.events ?? []).map(({ body }) => body),
            world.clock.now,
          );
          world.clock.now += draw.below(60) * 1_000;
          if (draw.oneIn(2)) await drainOnce(world, draw);
          else await drainAll(world);

          // What waits in the queue belongs to the play; only the told messages are drained here.
          const { told } = await divide(states[draw.below(states.length)] ?? order);
          const records = told.map(({ body }, index) => ({
            messageId: `told-${index}`,
            receiptHandle: `told-${index}`,
            body,
            attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(world.clock.now) },
          }));
          const before = stateOf(world, world.entries());
          await world.drain(records);
          expect(stateOf(world, world.entries())).toBe(before);
        }
      }),
      { numRuns: 60, seed: 20_261_129 },
    );
  },
);

test.each(platforms)(
  'Once it is drained, the newest state of an order is told, at $source',
  async (platform) => {
    await fc.assert(
      fc.asyncProperty(playScripts(1), async (script) => {
        const { world, planOf, divide } = aPlay(platform, script);
        for (const { states } of histories(platform, script)) {
          for (const order of states) {
            world.queue.send(
              (planOf(order)?.events ?? []).map(({ body }) => body),
              world.clock.now,
            );
            world.clock.now += 60_000;
            await drainAll(world);
          }
          const last = states.at(-1);
          if (last === undefined) continue;
          const { news } = await divide(last);
          expect(news.filter(({ message }) => !isWithoutPurchase(message))).toEqual([]);
        }
      }),
      { numRuns: 60, seed: 20_261_129 },
    );
  },
);

/** A refund of an order that was never told waits a day for its purchase, and then ends without a trace. */
function isWithoutPurchase(message: {
  readonly kind: string;
  readonly orderStage?: string | undefined;
}): boolean {
  return message.kind === 'refund' && message.orderStage === 'refunds-only';
}
