import type { ShopConnection } from '../../lib/model/connection.ts';
import type { KnownBy } from '../../lib/receive/door.ts';
import type { LedgerEntry } from '../../lib/stores/ledger/ledger-entry.ts';
import { aShopConnection } from '../support/builders/a-connection.ts';
import { aDoor } from '../support/builders/a-door.ts';
import type { RequestFault, ShelvedEvent } from './dfinery-shelf.ts';
import type { Draw } from './draw.ts';
import type { PurchaseOn } from './platforms.ts';
import { createPlayWorld, type DrainTrouble, type PlayWorld } from './play-world.ts';
import { type Arrival, readState } from './read-state.ts';
import type { History } from './shop-history.ts';
import type { ShopOrder } from './shop-order.ts';
import { PLACED_AT } from './shop-time.ts';

export interface Settings {
  readonly purchaseOn: PurchaseOn;
  readonly edits: 'ignore' | 'send';
}

/** How histories are played. */
export interface Playing {
  readonly settings: Settings;
  /** Whether known deliveries end at the door. */
  readonly hasDoor: boolean;
  /** Nothing goes wrong: chance decides only what arrives when. */
  readonly isCalm?: boolean;
}

/** What Dfinery holds of an order after a drain, in units of money. */
export interface Held {
  readonly purchases: number;
  readonly refunds: number;
}

/** What became of one order. */
export interface PlayedOrder {
  readonly history: History;
  /** The states that the adapter was shown, in order of arrival. The last of the history is among them. */
  readonly shown: readonly ShopOrder[];
  /** After every drain. */
  readonly held: readonly Held[];
  readonly entry: LedgerEntry | undefined;
  readonly events: readonly ShelvedEvent[];
}

export interface Played {
  readonly orders: readonly PlayedOrder[];
  readonly settings: Settings;
  /** What must never happen, whatever the bodies say. */
  readonly wrong: readonly string[];
  readonly struck: Readonly<Record<string, number>>;
  /** How many deliveries ended at the door, by what knew them. */
  readonly known: Readonly<Record<KnownBy, number>>;
}

const SHOP = 'shop.example.com';
/** So many drains without a fault settle everything, or something waits for ever. */
const MOST_DRAINS = 2_000;

/**
 * Delivers the states of histories to the adapter, in any order, some not at all and some twice, and drains the queue in
 * between, with faults. Then drains without faults until the queue is empty. Everything but the edges is the real thing.
 */
export async function playHistories(
  histories: readonly History[],
  { settings, hasDoor, isCalm = false }: Playing,
  draw: Draw,
): Promise<Played> {
  const [source = 'shopify'] = histories.map(({ platform }) => platform.source);
  const connection = aShopConnection({
    source,
    shop: SHOP,
    ...settings,
    refundProperties: { df_order_id: 'orderId' },
  });
  const world = createPlayWorld(PLACED_AT + 86_400_000);
  const troubles = createTroubles(draw);
  const door = aDoor(world.ledger, () => world.clock.now);
  const known = { queued: 0, told: 0 };
  const orders = histories.map((history) => ({ history, shown: [] as ShopOrder[], held: [] as Held[] }));
  const wrong: string[] = [];
  const watch = (): void => {
    for (const { history, held } of orders) held.push(heldOf(world, idOf(history)));
  };

  for (const { at, arrival } of drawArrivals(histories, draw)) {
    world.clock.now += draw.below(20) * 1_000;
    const given = { ...arrival, receivedAt: new Date(world.clock.now) };
    const reading = readState(given, connection);
    if (reading.kind === 'parked') wrong.push(`A delivery was parked: ${reading.issues}`);
    if (reading.kind !== 'read') continue;
    orders[at]?.shown.push(reading.shown);
    const { plan } = reading;
    const knownBy = hasDoor ? await door.findKnown(plan, connection) : undefined;
    if (knownBy !== undefined) known[knownBy] += 1;
    else {
      world.queue.send(
        plan.events.map(({ body }) => body),
        world.clock.now,
      );
      if (hasDoor) door.remember(plan, connection);
    }
    if (draw.below(2) === 0) {
      await (isCalm ? drainOneByOne(world) : drainWithTroubles(world, troubles, draw));
    }
    watch();
  }
  wrong.push(...(await drainAll(world, watch, isCalm)));
  return {
    orders: orders.map((order) => ({ ...order, ...resultOf(world, connection, order.history) })),
    settings,
    wrong: [...wrong, ...world.shelf.wrong],
    struck: troubles.struck,
    known,
  };
}

/** Each state once, without some of them, with some of them twice; the last one always. */
function drawArrivals(histories: readonly History[], draw: Draw) {
  const isShuffled = draw.oneIn(2);
  const arrivals = histories.flatMap(({ platform, states }, at) =>
    states.flatMap((order, place) => {
      const isLast = place === states.length - 1;
      if (!isLast && draw.oneIn(4)) return [];
      const times = draw.oneIn(6) ? 2 : 1;
      return Array.from({ length: times }, () => {
        const fetched = states[draw.between(place, states.length - 1)] ?? order;
        const rank = isShuffled ? draw.below(1_000) : place * 10 + draw.below(12);
        const deliveryId = `d-${order.number}-${place}`;
        const arrival: Omit<Arrival, 'receivedAt'> = { platform, order, fetched, deliveryId };
        return { at, rank, arrival };
      });
    }),
  );
  return arrivals.toSorted((a, b) => a.rank - b.rank);
}

const FAULTS: readonly [RequestFault, ...RequestFault[]] = ['refused', 'ill', 'lost', 'unheard'];

/** Troubles are few, so that every order has a quiet time in the end. */
function createTroubles(draw: Draw) {
  const struck: Record<string, number> = {};
  const note = (what: string): void => {
    struck[what] = (struck[what] ?? 0) + 1;
  };
  return {
    struck,
    note,
    next(): DrainTrouble {
      const killedAt = draw.oneIn(8) ? draw.between(1, 14) : undefined;
      if (killedAt !== undefined) note('killed');
      return {
        killedAt,
        turns: () => draw.below(3),
        request() {
          if (!draw.oneIn(5)) return undefined;
          const fault = draw.of(FAULTS);
          note(fault);
          return fault;
        },
      };
    },
  };
}

/** What is told does not depend on what happens to come together then. */
async function drainOneByOne(world: PlayWorld): Promise<void> {
  for (const record of world.queue.receive(world.clock.now)) await world.drain([record]);
}

/** Drains what waits; now and then by two at once, each with its own part of it. */
async function drainWithTroubles(
  world: PlayWorld,
  troubles: ReturnType<typeof createTroubles>,
  draw: Draw,
): Promise<void> {
  const records = world.queue.receive(world.clock.now);
  if (records.length === 0) return;
  if (records.length === 1 || !draw.oneIn(3)) {
    await world.drain(records, troubles.next());
    return;
  }
  troubles.note('two at once');
  const [mine = [], yours = []] = [0, 1].map((half) => records.filter((_, index) => index % 2 === half));
  await Promise.all([world.drain(mine, troubles.next()), world.drain(yours, troubles.next())]);
}

/** Drains without troubles until nothing waits. Dead letters go back at once, as a person sends them back. */
async function drainAll(world: PlayWorld, watch: () => void, isCalm: boolean): Promise<string[]> {
  for (let drains = 0; drains < MOST_DRAINS; drains += 1) {
    const letters = world.letters.splice(0).map(({ body }) => body);
    world.queue.send(letters, world.clock.now);
    const nextAt = world.queue.nextAt();
    if (nextAt === undefined) return [];
    world.clock.now = Math.max(world.clock.now, nextAt);
    await (isCalm ? drainOneByOne(world) : world.drain(world.queue.receive(world.clock.now)));
    watch();
  }
  return ['Something waits for ever'];
}

function idOf({ platform, states: [order] }: History): string {
  return order === undefined ? '' : platform.idOf(order);
}

function heldOf({ shelf }: PlayWorld, orderId: string): Held {
  let purchases = 0;
  let refunds = 0;
  for (const event of shelf.events.values()) {
    if (event.orderId !== orderId) continue;
    if (event.name === 'df_purchase') purchases += event.amount;
    else refunds += event.amount;
  }
  return { purchases, refunds };
}

function resultOf(world: PlayWorld, connection: ShopConnection, history: History) {
  const subjectKey = idOf(history);
  const { source, shop, dfinery } = connection;
  return {
    events: [...world.shelf.events.values()].filter(({ orderId }) => orderId === subjectKey),
    entry: world.entryOf({ serviceId: dfinery.serviceId, source, shop, kind: 'purchase', subjectKey }),
  };
}
