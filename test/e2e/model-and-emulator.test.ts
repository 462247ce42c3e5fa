import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startStack } from '../../infra/local/stack.ts';
import { shopify } from '../../lib/sources/shopify/source.ts';
import { createRandom } from '../simulation/random.ts';
import { startSimulation } from '../simulation/simulation.ts';
import { createVirtualTime } from '../simulation/virtual-time.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { testOrder } from '../support/builders/test-order.ts';
import { type PackagedFunctions, startPackagedFunctions } from '../support/harness/packaged-functions.ts';

const ORDERS = 40;
const OUTAGE_MS = 8_000;
/** The stand-in of the event source gathers for as long. */
const WINDOW_MS = 300;
const backOff = { baseSeconds: 1, maxSeconds: 2 };

const connection = aConnection();
const orders = Array.from({ length: ORDERS }, (_, index) =>
  testOrder({ id: String(1_000 + index), customerId: index + 1, email: `${index}@example.com` }),
);

interface Run {
  /** Orders at Dfinery, once each. */
  readonly delivered: number;
  readonly doubled: number;
  /** How often a record went back into the queue because Dfinery was ill. */
  readonly kept: number;
  /** From the end of the outage to the last order. */
  readonly lastMs: number;
}

async function runModel(): Promise<Run> {
  const time = createVirtualTime(Date.now());
  const mendedAt = time.now() + OUTAGE_MS;
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

async function runEmulator(): Promise<Run> {
  let functions: PackagedFunctions | undefined;
  const stack = await startStack({
    connections: () => Promise.resolve({ main: connection }),
    longPollSeconds: 0,
    environment: { BACK_OFF_SECONDS: '1', MAX_BACK_OFF_SECONDS: '2' },
    startFunctions: async (environment) => {
      functions = await startPackagedFunctions(environment);
      return functions;
    },
  });
  try {
    stack.dfinery?.play(...Array.from({ length: 1_000 }, () => ({ status: 503 })));
    await Promise.all(orders.map((order) => post(stack.url, order)));
    await sleep(OUTAGE_MS);
    await fetch(`${stack.url}/__double/script`, { method: 'DELETE' });
    const mendedAt = Date.now();
    const events = () => stack.dfinery?.events() ?? [];
    await expect
      .poll(() => events().length, { timeout: 20_000, interval: 100 })
      .toBeGreaterThanOrEqual(ORDERS);
    const ids = new Set(events().map(({ event }) => event.event_log_id));
    const last = Math.max(...events().map(({ receivedAt }) => Date.parse(receivedAt)));
    return {
      delivered: ids.size,
      doubled: events().length - ids.size,
      kept: keptIn(functions?.logs() ?? ''),
      lastMs: last - mendedAt,
    };
  } finally {
    await stack.stop();
  }
}

async function post(url: string, body: string): Promise<void> {
  const signing = { rawBody: Buffer.from(body), secret: connection.secrets[0] ?? '', topic: 'orders/paid' };
  const sender = { shop: connection.shop ?? '', deliveryId: 'delivery', now: new Date() };
  const headers = shopify.sign({ ...signing, ...sender });
  const { status } = await fetch(`${url}/webhooks/shopify/main`, { method: 'POST', headers, body });
  expect(status).toBe(200);
}

/** Adds up the metric of records that went back because Dfinery was ill. */
function keptIn(logs: string): number {
  return logs
    .split('\n')
    .filter((line) => line.includes('"EventKept"') && line.includes('"reason":"unavailable"'))
    .map((line) => (JSON.parse(line) as { EventKept: number }).EventKept)
    .reduce((sum, count) => sum + count, 0);
}

test('An outage goes in the model as on the emulator: nothing lost, nothing doubled, as many tries, as soon over', {
  timeout: 60_000,
}, async () => {
  const [model, emulator] = await Promise.all([runModel(), runEmulator()]);
  console.log('model', JSON.stringify(model), 'emulator', JSON.stringify(emulator));

  for (const run of [model, emulator]) {
    expect(run).toMatchObject({ delivered: ORDERS, doubled: 0 });
    // The longest back-off with its jitter, a probe's distance, and the gathering of a batch.
    expect(run.lastMs).toBeLessThan(5_000);
  }
  // Whole seconds and a real clock: alike, not equal.
  expect(model.kept / emulator.kept).toBeGreaterThan(0.6);
  expect(model.kept / emulator.kept).toBeLessThan(1.7);
});
