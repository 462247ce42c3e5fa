import { measured } from '../../infra/measured.ts';
import { MAX_PARALLEL_REQUESTS } from '../../lib/drain/drain-batch.ts';
import type { HttpAnswer } from '../../lib/runtime/http/http-answer.ts';
import { CPU_SHARE } from '../bench/cpu-share.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { type Account, accountsOf } from './accounts.ts';
import { countingTelemetry } from './counting-telemetry.ts';
import { type Lateness, toLateness } from './lateness.ts';
import { createRandom } from './random.ts';
import { type Simulation, startSimulation } from './simulation.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const DAY_MS = 86_400_000;

/** Many orders at an even pace, each of a customer of its own. */
export interface Rush {
  readonly ordersPerSecond: number;
  readonly seconds: number;
  /** The webhooks of an order: topic, and how many seconds after the order. */
  readonly webhooks: readonly (readonly [topic: string, afterSeconds: number])[];
  readonly profiles: 'ignore' | 'send';
  readonly drainConcurrency: number;
  /** Messages in flight at once. */
  readonly maxInFlight: number;
  /** How many of each of the two calls about customers Dfinery takes. */
  readonly profileCallsPerMinute: number;
  /** Between these seconds Dfinery answers nothing. */
  readonly down?: { readonly from: number; readonly to: number };
}

export interface RushReport {
  readonly orders: Lateness;
  /** Of the orders that were placed after Dfinery answered again. */
  readonly later?: Lateness;
  readonly profiles?: Lateness;
  /** Seconds after Dfinery answered again, or after the last order, until all that was taken by then had arrived. */
  readonly backlogSeconds: { readonly orders: number; readonly profiles?: number };
  readonly mostInFlight: number;
  readonly mostReceives: number;
  readonly requests: number;
  /** What must not be. Empty where all is well. */
  readonly wrong: readonly string[];
}

/**
 * Dfinery's 100 ms, and the CPU time of the ten calls that a drain makes side by side on 512 MB: 1.55 ms each of a whole
 * CPU (`infra/measured.ts`), of which 512 MB bring a part. A batch of 100 new orders then takes about as long as it is billed.
 */
const CPU_MS = (measured.drainNew[100].cpuMs - measured.drainKnown[100].cpuMs) / 100;
const ANSWER_MS = 100 + (MAX_PARALLEL_REQUESTS * CPU_MS) / CPU_SHARE;

const timeout: HttpAnswer = { kind: 'unanswered', reason: 'timeout' };

/** When each order was taken and when it was there, in seconds, by its number; `NaN` while it was not. */
interface Times {
  readonly taken: Float64Array;
  readonly there: Float64Array;
}

/** Plays a rush through the real receiver and the real drain, and judges what came out. */
export async function playRush(rush: Rush): Promise<RushReport> {
  const { down = { from: 0, to: 0 }, profiles } = rush;
  const time = createVirtualTime(START);
  const secondsOf = (at: number): number => (at - START) / 1_000;
  const isDown = (): boolean => secondsOf(time.now()) >= down.from && secondsOf(time.now()) < down.to;
  const simulation = startSimulation({
    time,
    random: createRandom(7),
    connections: { main: aConnection({ profiles }) },
    telemetry: countingTelemetry(),
    outage: () => (isDown() ? timeout : undefined),
    answerMs: ANSWER_MS,
    drainConcurrency: rush.drainConcurrency,
    maxInFlight: rush.maxInFlight,
    limits: { identities: rush.profileCallsPerMinute, 'user-profile': rush.profileCallsPerMinute },
    hasDoor: true,
  });
  const count = rush.ordersPerSecond * rush.seconds;
  const orders = noTimes(count);
  const customers = noTimes(profiles === 'send' ? count : 0);
  void placeOrders({ time, simulation }, rush, { orders, customers });
  await time.run({ until: START + DAY_MS });

  const { dfinery, queue } = simulation;
  for (const { orderId, at } of dfinery.stored.values()) orders.there[Number(orderId) - 1] = secondsOf(at);
  for (const { call, customer, at } of dfinery.calls)
    if (call === 'user-profile') customers.there[Number(customer) - 1] = secondsOf(at);

  const since = down.to > 0 ? down.to : rush.seconds;
  return {
    orders: toLateness(latenessAfter(orders, 0)),
    ...(down.to > 0 && { later: toLateness(latenessAfter(orders, down.to)) }),
    ...(profiles === 'send' && { profiles: toLateness(latenessAfter(customers, 0)) }),
    backlogSeconds: {
      orders: Math.round(backlogGone(orders, since) - since),
      ...(profiles === 'send' && { profiles: Math.round(backlogGone(customers, since) - since) }),
    },
    mostInFlight: queue.mostInFlight(),
    mostReceives: [...queue.messages.values()].reduce((most, { receives }) => Math.max(most, receives), 0),
    requests: dfinery.requests(),
    wrong: wrongWith(simulation, { orders, customers }),
  };
}

function noTimes(count: number): Times {
  return { taken: new Float64Array(count).fill(NaN), there: new Float64Array(count).fill(NaN) };
}

interface Course {
  readonly time: VirtualTime;
  readonly simulation: Simulation;
}

/** Places the orders one after the other, as few as possible waiting in memory for their turn. */
async function placeOrders(
  { time, simulation }: Course,
  { ordersPerSecond, webhooks, profiles }: Rush,
  { orders, customers }: { readonly orders: Times; readonly customers: Times },
): Promise<void> {
  const seconds = (): number => (time.now() - START) / 1_000;

  /** Delivers a webhook, and remembers the first time that it was taken. */
  async function deliver(place: number, taken: Float64Array, [topic, body]: [string, string]): Promise<void> {
    await simulation.deliver('main', body, topic);
    if (Number.isNaN(taken[place])) taken[place] = seconds();
  }

  for (let place = 0; place < orders.taken.length; place += 1) {
    const id = place + 1;
    const placedAt = new Date(time.now());
    const body = testOrder({ id: String(id), customerId: id, email: `${id}@example.com`, placedAt });
    for (const [topic, after] of webhooks)
      time.after(after * 1_000, () => void deliver(place, orders.taken, [topic, body]));
    if (profiles === 'send')
      void deliver(place, customers.taken, ['customers/update', customerBody(id, placedAt)]);
    await time.sleep(1_000 / ordersPerSecond);
  }
}

function customerBody(id: number, changedAt: Date): string {
  const at = changedAt.toISOString();
  return JSON.stringify({
    id,
    email: `${id}@example.com`,
    first_name: 'Ann',
    last_name: `Buyer ${id}`,
    state: 'disabled',
    created_at: at,
    updated_at: at,
    sms_marketing_consent: { state: 'subscribed', consent_updated_at: at },
  });
}

/** Returns how many seconds late each order was that was taken after an instant. */
function latenessAfter({ taken, there }: Times, since: number): number[] {
  return [...taken].flatMap((at, place) => (at >= since ? [(there[place] ?? NaN) - at] : []));
}

/** Returns when all that was taken by an instant was there. */
function backlogGone({ taken, there }: Times, by: number): number {
  return taken.reduce((last, at, place) => (at <= by ? Math.max(last, there[place] ?? NaN) : last), by);
}

function wrongWith(
  simulation: Simulation,
  { orders, customers }: { readonly orders: Times; readonly customers: Times },
): string[] {
  const { dfinery, queue, deadLetters } = simulation;
  const lacking = ({ there }: Times): number => there.filter(Number.isNaN).length;
  const twice = [...dfinery.stored.values()].filter(({ times }) => times > 1).length;
  const callsTwice =
    dfinery.calls.filter(({ call }) => call === 'user-profile').length - customers.there.length;
  const { deliveries, events } = accountsOf(simulation);
  const differs = ({ have, should }: Account): number => Math.abs(have - should);
  const counts = {
    'orders lost': lacking(orders),
    'orders sent twice': twice,
    'profiles lost': lacking(customers),
    'profiles sent twice': callsTwice,
    'messages waiting': queue.waiting().length,
    'dead letters': deadLetters.messages.size,
    'deliveries without a count': differs(deliveries),
    'events without a count': differs(events),
  };
  return Object.entries(counts).flatMap(([what, many]) => (many === 0 ? [] : [`${many} ${what}`]));
}
