import { expect, test } from 'vitest';
import { aConnection } from '../support/builders/a-connection.ts';
import { accountsOf } from './accounts.ts';
import { createFaults } from './faults.ts';
import { createRandom } from './random.ts';
import { type Simulation, type SimulationOptions, startSimulation } from './simulation.ts';
import { createVirtualTime, type VirtualTime } from './virtual-time.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const connections = {
  main: aConnection({
    shop: 'main.myshopify.com',
    dfinery: { serviceId: 'service-1', accessToken: 'token-1' },
    profiles: 'send',
  }),
};

interface Run {
  readonly time: VirtualTime;
  readonly simulation: Simulation;
  readonly random: () => number;
}

function start(options: Partial<SimulationOptions> = {}, given: Partial<Run> = {}): Run {
  const { time = createVirtualTime(START), random = createRandom(7) } = given;
  return { time, random, simulation: startSimulation({ time, random, connections, ...options }) };
}

/** The state that a customer is in after so many updates: every tenth changes the name or the consent. */
function stateOf(customer: number, update: number) {
  const changes = Math.floor((update + (customer % 10)) / 10);
  return { last_name: `Name ${Math.ceil(changes / 2)}`, granted: changes % 2 === 1 };
}

function bodyOf(customer: number, update: number): string {
  const { last_name, granted } = stateOf(customer, update);
  const at = new Date(START + (update + 1) * MINUTE_MS).toISOString();
  return JSON.stringify({
    id: 1_000_000 + customer,
    email: `${customer}@example.com`,
    first_name: 'Ann',
    last_name,
    state: 'disabled',
    created_at: new Date(START).toISOString(),
    updated_at: at,
    sms_marketing_consent: { state: granted ? 'subscribed' : 'unsubscribed', consent_updated_at: at },
  });
}

interface Updates {
  readonly customers: number;
  readonly each: number;
  readonly withinMs: number;
  readonly times?: number;
}

/** Has the shop deliver all updates in any order. */
function deliverUpdates(
  { time, random, simulation }: Run,
  { customers, each, withinMs, times = 1 }: Updates,
) {
  for (let customer = 0; customer < customers; customer += 1) {
    for (let update = 0; update < each * times; update += 1) {
      const body = bodyOf(customer, update % each);
      void time.sleep(random() * withinMs).then(() => simulation.deliver('main', body, 'customers/update'));
    }
  }
}

function expectNewest({ dfinery, queue, deadLetters }: Simulation, { customers, each }: Updates): void {
  expect(queue.waiting()).toEqual([]);
  expect(deadLetters.waiting()).toEqual([]);
  expect(dfinery.customers.size).toBe(customers);
  for (let customer = 0; customer < customers; customer += 1) {
    const { last_name, granted } = stateOf(customer, each - 1);
    expect(dfinery.customers.get(`service-1/${1_000_000 + customer}`)).toEqual({
      identity: { external_id: String(1_000_000 + customer), email: `${customer}@example.com` },
      properties: { df_name: `Ann ${last_name}`, df_sms_ads_optin: granted },
    });
  }
}

function callsOf({ dfinery }: Simulation): { identities: number; profiles: number } {
  const count = (wanted: string): number => dfinery.calls.filter(({ call }) => call === wanted).length;
  return { identities: count('identities'), profiles: count('user-profile') };
}

test('10,000 updates of 1,000 customers, nine in ten without a change: few calls, and the newest state stands', async () => {
  const updates = { customers: 1_000, each: 10, withinMs: HOUR_MS };
  const run = start();
  deliverUpdates(run, updates);
  await run.time.run({ until: START + DAY_MS });

  const { simulation } = run;
  const { identities, profiles } = callsOf(simulation);
  const { dfinery, telemetry } = simulation;
  console.log(
    `10,000 updates: ${identities} calls of identities, ${profiles} of user-profile, at most ` +
      `${dfinery.counts.busiest('user-profile')} within a minute; ${JSON.stringify(telemetry.counts)}`,
  );
  expectNewest(simulation, updates);
  expect(identities).toBe(1_000);
  // A first state of each, and at most one change of each, whatever the order of arrival.
  expect(profiles).toBeLessThanOrEqual(2_000);
  const { events } = accountsOf(simulation);
  expect(events.have).toBe(events.should);
  const { ProfileSent = 0, ProfileUnchanged = 0, ProfileOutdated = 0 } = telemetry.counts;
  expect(ProfileSent + ProfileUnchanged + ProfileOutdated).toBe(10_000);
  expect(Object.keys(telemetry.counts).filter((key) => key.startsWith('DfineryRequest'))).toEqual([]);
});

test('each update three times in any order within a minute is no further call', async () => {
  const updates = { customers: 200, each: 10, withinMs: MINUTE_MS, times: 3 };
  const run = start();
  deliverUpdates(run, updates);
  await run.time.run({ until: START + DAY_MS });

  const { identities, profiles } = callsOf(run.simulation);
  console.log(
    `2,000 updates three times each: ${identities} calls of identities, ${profiles} of user-profile`,
  );
  expectNewest(run.simulation, updates);
  expect(identities).toBe(200);
  expect(profiles).toBeLessThanOrEqual(400);
});

test('5,000 new customers at once against 500 calls a minute: all are told of, and hardly a call is refused', async () => {
  const updates = { customers: 5_000, each: 1, withinMs: MINUTE_MS };
  // A twentieth of the documented limit.
  const run = start({ limits: { identities: 500, 'user-profile': 500 } });
  deliverUpdates(run, updates);
  const isDone = () =>
    run.simulation.dfinery.customers.size === 5_000 && run.simulation.queue.waiting().length === 0;
  let asked = 0;
  await run.time.run({ until: START + DAY_MS, isDone: () => (asked += 1) % 1_000 === 0 && isDone() });

  const { dfinery, telemetry, queue } = run.simulation;
  const receives = Math.max(...[...queue.messages.values()].map((message) => message.receives));
  const minutes = (run.time.now() - START) / MINUTE_MS;
  const throttled = telemetry.counts['DfineryRequest:throttled'] ?? 0;
  console.log(
    `5,000 new customers against 500 calls a minute: all told in ${minutes.toFixed(1)} min, ` +
      `${throttled} of ${dfinery.requests()} calls refused, ${receives} receives of a message at most`,
  );
  expectNewest(run.simulation, updates);
  // A used-up quota is met by those who are under way; then the pause holds all instances back until it starts anew.
  expect(throttled).toBeGreaterThan(0);
  expect(throttled).toBeLessThan(dfinery.requests() / 50);
  expect(minutes).toBeLessThan(60);
  expect(receives).toBeLessThan(100);
});

test.each([1, 2, 3, 7, 9, 14])(
  'faults of all kinds on every edge, seed %i: the newest state stands in the end',
  async (seed) => {
    const updates = { customers: 100, each: 10, withinMs: HOUR_MS };
    const time = createVirtualTime(START);
    const random = createRandom(seed);
    const faults = createFaults({
      random,
      probability: 0.05,
      isOver: () => time.now() > START + 6 * HOUR_MS,
    });
    const run = start({ faults }, { time, random });
    deliverUpdates(run, updates);
    await time.run({ until: START + 14 * DAY_MS });
    void time.sleep(1);
    run.simulation.redrive();
    await time.run({ until: START + 16 * DAY_MS });

    expectNewest(run.simulation, updates);
    expect(faults.struck.get('customer claim repeated')).toBeGreaterThan(0);
    const { events } = accountsOf(run.simulation);
    expect(events.have).toBe(events.should);
  },
);
