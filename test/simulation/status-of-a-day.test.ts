import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { captureOutput, type OutputCapture } from '../../infra/local/aws/capture-output.ts';
import { localLogGroup } from '../../infra/local/aws/local-log-groups.ts';
import { createPowertoolsTelemetry } from '../../lib/runtime/powertools.ts';
import type { MetricName } from '../../lib/runtime/telemetry.ts';
import { type RecordedTelemetry, recordTelemetry } from '../support/doubles/recorded-telemetry.ts';
import { startOperatedAdapter } from '../support/harness/operated-adapter.ts';
import { accountsOf } from './accounts.ts';
import { placeOrder } from './edited-orders.ts';
import { createFaults } from './faults.ts';
import { createRandom } from './random.ts';
import { startSimulation } from './simulation.ts';
import { twoShops } from './two-shops.ts';
import { createVirtualTime } from './virtual-time.ts';

const HOUR_MS = 3_600_000;
const START = Date.parse('2026-11-24T00:00:00.000Z');
const END = START + 24 * HOUR_MS;
const GROUP = localLogGroup('drainEvents');

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;
let capture: OutputCapture;

beforeAll(async () => {
  adapter = await startOperatedAdapter(twoShops);
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'adapter').stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'adapter');
  capture = captureOutput((group, line) => {
    adapter.cloudWatch.take(group, line);
  });
}, 30_000);

afterAll(async () => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  await adapter.stop();
});

interface Counted {
  readonly at: number;
  readonly key: string;
  readonly value: number;
}

/** Returns telemetry that remembers, and writes each count as the functions do, at the time of the simulation. */
function writtenTelemetry(now: () => number, counted: Counted[]): RecordedTelemetry {
  const recorded = recordTelemetry();
  const written = createPowertoolsTelemetry();
  const write = (act: () => void): void => {
    vi.setSystemTime(now());
    void capture.during(GROUP, () => {
      act();
      written.flush();
      return Promise.resolve();
    });
  };
  return {
    ...recorded,
    count: (metric: MetricName, value = 1, reason?: string) => {
      recorded.count(metric, value, reason);
      counted.push({ at: now(), key: reason === undefined ? metric : `${metric}:${reason}`, value });
      write(() => {
        written.count(metric, value, reason);
      });
    },
    measure: (metric, value) => {
      recorded.measure(metric, value);
      if (metric === 'EventAge') counted.push({ at: now(), key: metric, value });
      write(() => {
        written.measure(metric, value);
      });
    },
  };
}

/** The value below which so much of all values lies. */
function percentile(values: readonly number[], part: number): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.ceil(part * values.length) - 1];
}

/** The names of `status`, and the metrics of the simulation that each of them adds up. */
const figures = {
  deliveries: {
    total: /^DeliveryReceived$/,
    accepted: /^DeliveryAccepted$/,
    ignored: /^DeliveryIgnored:/,
    parked: /^DeliveryParked$/,
    refused: /^DeliveryRefused:/,
  },
  events: {
    total: /^EventQueued$/,
    sent: /^EventSent$/,
    duplicate: /^EventDuplicate$/,
    superseded: /^EventSuperseded$/,
    untold: /^EventUntold(:|$)/,
    dead: /^EventDead:/,
    erased: /^EventErased$/,
    'without news': /^Profile(Unchanged|Outdated)$/,
  },
};

test('The figures of `status` equal the accounts of a simulated day', async () => {
  const random = createRandom(7);
  const time = createVirtualTime(START);
  const counted: Counted[] = [];
  const faults = createFaults({
    random,
    probability: 0.03,
    isOver: () => time.now() > END - HOUR_MS / 2,
    isKeyOff: () => false,
    isMappingOff: () => false,
  });
  vi.useFakeTimers({ toFake: ['Date'] });
  const telemetry = writtenTelemetry(() => time.now(), counted);
  const simulation = startSimulation({ time, random, connections: twoShops, faults, telemetry });
  for (let index = 0; index < 400; index += 1) {
    const order = placeOrder(index, { customers: 100, placedAt: new Date(START), isEdited: index % 3 === 0 });
    const connection = index % 5 === 0 ? 'outlet' : 'main';
    void time.sleep(random() * 23.7 * HOUR_MS).then(async () => {
      for (const { body } of order.versions) {
        await simulation.deliver(connection, body, index % 20 === 0 ? 'products/update' : 'orders/paid');
        await time.sleep(random() * 600_000);
      }
    });
  }
  await time.run({ until: END });
  vi.setSystemTime(END);

  const { json } = await adapter.run(['status', '--json']);
  const [shown] = json as [
    Record<'hour' | 'day', Record<string, Record<string, unknown>> & { readonly since: string }> & {
      readonly age: { readonly from: string; readonly p50: number; readonly p99: number };
    },
  ];
  expect(counted.length).toBeGreaterThan(1_000);
  for (const span of ['hour', 'day'] as const) {
    const since = Date.parse(shown[span].since);
    const own = counted.filter(({ at }) => at >= since);
    for (const [account, parts] of Object.entries(figures)) {
      for (const [part, pattern] of Object.entries(parts)) {
        const should = own.filter(({ key }) => pattern.test(key)).reduce((sum, { value }) => sum + value, 0);
        expect(shown[span][account]?.[part], `${span} ${account} ${part}`).toBe(should);
      }
    }
    const refused = Object.groupBy(
      own.filter(({ key }) => key.startsWith('DeliveryRefused:')),
      ({ key }) => key.split(':')[1] ?? '',
    );
    expect((shown[span]['deliveries']?.['reasons'] as Record<string, unknown>)['refused'] ?? {}).toEqual(
      Object.fromEntries(
        Object.entries(refused).map(([reason, all = []]) => [
          reason,
          all.reduce((sum, { value }) => sum + value, 0),
        ]),
      ),
    );
  }
  const from = Date.parse(shown.age.from);
  const ages = counted
    .filter(({ at, key }) => key === 'EventAge' && at >= from && at < from + HOUR_MS)
    .map(({ value }) => value);
  expect(ages.length).toBeGreaterThan(5);
  expect(shown.age).toMatchObject({ p50: percentile(ages, 0.5), p99: percentile(ages, 0.99) });
  expect(counted.some(({ at, key }) => key === 'EventAge' && at >= from + HOUR_MS)).toBe(false);
  // The day is the whole run, so that its accounts balance as the simulation's do.
  const { deliveries } = accountsOf(simulation);
  expect(deliveries.have).toBe(deliveries.should);
  expect(shown.day['deliveries']).toMatchObject({ total: deliveries.have, rest: 0 });
  expect(shown.day['deliveries']?.['ignored']).toBeGreaterThan(0);
  expect(shown.day['deliveries']?.['refused']).toBeGreaterThan(0);
  expect(shown.hour['events']?.['sent']).toBeGreaterThan(0);
}, 60_000);
