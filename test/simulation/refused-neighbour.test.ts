import { expect, test } from 'vitest';
import { aConnection } from '../support/builders/a-connection.ts';
import { answered } from '../support/builders/a-drain.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { createRandom } from './random.ts';
import { startSimulation } from './simulation.ts';
import { createVirtualTime } from './virtual-time.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const HOUR_MS = 3_600_000;
const HOURS = 12;

const shop = (id: string, serviceId: string) =>
  aConnection({
    shop: `${id}.myshopify.com`,
    externalIdPrefix: `${id}-`,
    dfinery: { serviceId, accessToken: `token of ${serviceId}` },
  });

/** Where the orders go that Dfinery refuses, beside the healthy ones of the connection `main`. */
const layouts = {
  'another service': { main: shop('main', 'service-1'), outlet: shop('outlet', 'service-2') },
  'another connection of the service': {
    main: shop('main', 'service-1'),
    outlet: shop('outlet', 'service-1'),
  },
  'the same connection': { main: shop('main', 'service-1') },
};

/** Has shops place healthy and refused orders for half a day, and tells how late the healthy ones came. */
async function run(
  layout: keyof typeof layouts,
  perHour: { readonly healthy: number; readonly refused: number },
) {
  const time = createVirtualTime(START);
  const random = createRandom(1);
  const connections = layouts[layout];
  const simulation = startSimulation({
    time,
    random,
    connections,
    outage: ({ body }) =>
      body.includes('@refused.example') ? answered({ status: false, code: '40000' }) : undefined,
  });
  const placed = new Map<string, number>();
  const place = (connection: string, kind: 'healthy' | 'refused', from: number) => {
    for (let index = from; index < from + perHour[kind] * HOURS; index += 1) {
      void time.sleep(random() * HOURS * HOUR_MS).then(() => {
        const id = String(index);
        if (kind === 'healthy') placed.set(id, time.now());
        const order = {
          id,
          customerId: index,
          email: `${id}@${kind}.example`,
          placedAt: new Date(time.now()),
        };
        return simulation.deliver(connection, testOrder(order));
      });
    }
  };
  place('main', 'healthy', 1_000_000);
  place('outlet' in connections ? 'outlet' : 'main', 'refused', 2_000_000);
  await time.run({ until: START + (HOURS + 1) * HOUR_MS });

  const minutesLate = [...simulation.dfinery.stored.values()]
    .map(({ orderId, at }) => (at - (placed.get(orderId) ?? 0)) / 60_000)
    .sort((a, b) => a - b);
  const dead = [...simulation.deadLetters.messages.values()].map(({ body }) => body);
  return {
    minutesLate,
    healthyDead: dead.filter((body) => body.includes('@healthy.example')).length,
    requests: simulation.dfinery.requests(),
  };
}

test.each([
  ['another service', 30, 30],
  ['another connection of the service', 30, 30],
  ['another connection of the service', 2, 30],
  ['another connection of the service', 5, 5],
  ['the same connection', 30, 30],
  ['the same connection', 2, 30],
] as const)(
  'Refused orders of %s do not hold up healthy ones: %i healthy and %i refused an hour',
  async (layout, healthy, refused) => {
    const { minutesLate, healthyDead, requests } = await run(layout, { healthy, refused });
    const [p99 = 0, last = 0] = [0.99, 1].map(
      (share) => minutesLate[Math.floor(share * (minutesLate.length - 1))],
    );
    console.log(
      `${layout}, ${healthy} healthy and ${refused} refused an hour: p99 ${p99.toFixed(1)} min, last ${last.toFixed(1)} min, ${requests} requests`,
    );

    expect(minutesLate).toHaveLength(healthy * HOURS);
    expect(healthyDead).toBe(0);
    expect(p99).toBeLessThan(5);
    expect(last).toBeLessThan(60);
    // One for each healthy order. A refused one has its own try, and further ones by its back-off while its connection is
    // accepted now and then, until it dies beside an accepted one.
    const tries = layout === 'the same connection' ? 10 : 2;
    expect(requests).toBeLessThanOrEqual((healthy + tries * refused) * HOURS + 12 * (HOURS + 1));
  },
);
