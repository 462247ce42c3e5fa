import { aConnection } from '../support/builders/a-connection.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { createFaults } from './faults.ts';
import { type Lateness, latenessOf, orderIdOf } from './lateness.ts';
import { createRandom } from './random.ts';
import { startSimulation } from './simulation.ts';
import { createVirtualTime } from './virtual-time.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const HOUR_MS = 3_600_000;
/** So long orders come. */
const HOURS = 6;
const service = { serviceId: 'service-1', accessToken: 'token-1' };
const otherService = { serviceId: 'service-2', accessToken: 'token-2' };

export interface RefusedRunOptions {
  readonly seed: number;
  /** Where the orders that Dfinery refuses come from. */
  readonly layout: 'one connection' | 'one service' | 'two services';
  readonly goodPerHour: number;
  readonly refusedPerHour: number;
  readonly probability?: number;
}

export interface RefusedReport {
  readonly good: number;
  /** Of the good ones. */
  readonly delivered: number;
  /** Good orders that were dead at any time. */
  readonly dead: number;
  readonly late: Lateness;
  readonly requests: number;
  readonly hours: number;
}

/**
 * Has shops send orders for six hours, some of which Dfinery refuses always, and looks how the others fare: until all of
 * them are there and no more come, but for four days at most.
 */
export async function runRefused(options: RefusedRunOptions): Promise<RefusedReport> {
  const { seed, layout, goodPerHour, refusedPerHour, probability = 0 } = options;
  const random = createRandom(seed);
  const time = createVirtualTime(START);
  const connections = {
    good: aConnection({ shop: 'good.myshopify.com', dfinery: service }),
    refused: aConnection({
      shop: 'refused.myshopify.com',
      dfinery: layout === 'two services' ? otherService : service,
      externalIdPrefix: 'refused-',
    }),
  };
  const simulation = startSimulation({
    time,
    random,
    connections,
    faults: createFaults({ random, probability, isOver: () => time.now() > START + HOURS * HOUR_MS }),
    outage: ({ body }) => (body.includes('@refused.example') ? refusal : undefined),
  });

  function send(kind: 'good' | 'refused', { perHour, from }: { perHour: number; from: number }): Set<string> {
    const ids = new Set<string>();
    for (let index = 0; index < perHour * HOURS; index += 1) {
      const id = String(from + index);
      ids.add(id);
      void time.sleep(random() * HOURS * HOUR_MS).then(() => {
        const email = `${index}@${kind}.example`;
        const body = testOrder({ id, customerId: from + index, email, placedAt: new Date(time.now()) });
        return simulation.deliver(layout === 'one connection' ? 'good' : kind, body);
      });
    }
    return ids;
  }
  const good = send('good', { perHour: goodPerHour, from: 1_000_000 });
  send('refused', { perHour: refusedPerHour, from: 2_000_000 });
  const isDone = (): boolean => {
    if (time.now() < START + (HOURS + 1) * HOUR_MS) return false;
    return (
      [...simulation.dfinery.stored.values()].filter(({ orderId }) => good.has(orderId)).length === good.size
    );
  };
  await time.run({ until: START + 4 * 24 * HOUR_MS, isDone });

  const letters = [...simulation.deadLetters.messages.values()];
  return {
    good: good.size,
    delivered: [...simulation.dfinery.stored.values()].filter(({ orderId }) => good.has(orderId)).length,
    dead: letters.filter(({ body }) => good.has(orderIdOf(body))).length,
    late: latenessOf(simulation, (id) => good.has(id)),
    requests: simulation.dfinery.requests(),
    hours: (time.now() - START) / HOUR_MS,
  };
}

const refusal = {
  kind: 'answered',
  status: 200,
  headers: {},
  body: '{"status":false,"code":"40000","message":"CODE_40000"}',
} as const;
