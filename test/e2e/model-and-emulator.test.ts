import { expect, test } from 'vitest';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { createRandom } from '../simulation/random.ts';
import { startSimulation } from '../simulation/simulation.ts';
import { createVirtualTime } from '../simulation/virtual-time.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { startPackagedStack } from '../support/harness/packaged-stack.ts';
import { postUntilTaken } from '../support/harness/post-until-taken.ts';
import { metricsIn } from '../support/reading/metrics-in-logs.ts';

const ORDERS = 40;
/** The stand-in of the event source gathers for as long. */
const WINDOW_MS = 300;
const backOff = { baseSeconds: 1, maxSeconds: 2 };

const connection = aConnection();
const orders = Array.from({ length: ORDERS }, (_, index) =>
  testOrder({ id: String(1_000 + index), customerId: index + 1, email: `${index}@example.com` }),
);

interface Run {
  /** Orders at Dfinery, each counted once. */
  readonly delivered: number;
  readonly doubled: number;
  /** How often a record went back into the queue because Dfinery was unavailable. */
  readonly kept: number;
}

async function runModel(outageMs: number): Promise<Run & { readonly lastMs: number }> {
  const time = createVirtualTime(Date.now());
  const mendedAt = time.now() + outageMs;
  const simulation = startSimulation({
    time,
    random: createRandom(1),
    connections: { main: connection },
    backOff,
    windowMs: WINDOW_MS,
    outage: () =>
      time.now() < mendedAt ? { kind: 'answered', status: 503, headers: {}, body: '' } : undefined,
  });
  for (const order of orders) void simulation.deliver('main', order);
  await time.run({ until: mendedAt + 60_000 });
  const stored = [...simulation.dfinery.stored.values()];
  return {
    delivered: stored.length,
    doubled: stored.filter(({ times }) => times > 1).length,
    kept: simulation.telemetry.counts['EventKept:unavailable'] ?? 0,
    lastMs: Math.max(...stored.map(({ at }) => at)) - mendedAt,
  };
}

/** Has Dfinery be ill until every order was kept six times or so: few waves of tries would make one more or less count for much. */
async function runEmulator(): Promise<Run & { readonly outageMs: number }> {
  const stack = await startPackagedStack({ connections: () => Promise.resolve({ main: connection }) });
  const kept = () => metricsIn(stack.functions.logs())('EventKept', 'unavailable');
  try {
    stack.dfinery?.play(...Array.from({ length: 1_000 }, () => ({ status: 503 })));
    const illFrom = Date.now();
    await Promise.all(orders.map((order) => post(stack.url, order)));
    await expect.poll(kept).toBeGreaterThanOrEqual(6 * ORDERS);
    await fetch(`${stack.url}/__double/script`, { method: 'DELETE' });
    const outageMs = Date.now() - illFrom;
    await expect.poll(() => stack.waiting()).toBe(0);
    const events = stack.dfinery?.events() ?? [];
    const ids = new Set(events.map(({ event }) => event.event_log_id));
    return { delivered: ids.size, doubled: events.length - ids.size, kept: kept(), outageMs };
  } finally {
    await stack.stop();
  }
}

async function post(url: string, body: string): Promise<void> {
  const signing = { rawBody: Buffer.from(body), secret: connection.secrets[0] ?? '', topic: 'orders/paid' };
  const sender = { shop: connection.shop ?? '', deliveryId: 'delivery', now: new Date() };
  const headers = shopify.sign({ ...signing, ...sender });
  const { status } = await postUntilTaken(`${url}/webhooks/shopify/main`, { headers, body });
  expect(status).toBe(200);
}

test('An outage goes in the model as on the emulator: nothing lost, nothing doubled, no more tries than in the model', async () => {
  const emulator = await runEmulator();
  const model = await runModel(emulator.outageMs);
  console.log('model', JSON.stringify(model), 'emulator', JSON.stringify(emulator));

  for (const run of [model, emulator]) expect(run).toMatchObject({ delivered: ORDERS, doubled: 0 });
  // The longest back-off with its jitter, a probe's distance, and the gathering of a batch.
  expect(model.lastMs).toBeLessThan(5_000);
  // Whole seconds and a real clock: alike, not equal. A busy machine tries less often, never more often.
  expect(emulator.kept / model.kept).toBeLessThan(1.7);
});
