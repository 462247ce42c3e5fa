import { expect, test } from 'vitest';
import type { DfineryFault } from './dfinery-model.ts';
import { placeOrder } from './edited-orders.ts';
import { createFaults } from './faults.ts';
import { judgeRun } from './judge-run.ts';
import { createRandom } from './random.ts';
import { LONGEST_LAG_MS } from './recent-past.ts';
import { startSimulation } from './simulation.ts';
import { twoShops } from './two-shops.ts';
import { createVirtualTime } from './virtual-time.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const HOUR_MS = 3_600_000;

/** Dfinery stores every request, and takes between 3 and 10 seconds for it. */
const slow: DfineryFault = {
  kind: 'lost',
  stored: true,
  answer: { kind: 'answered', status: 200, headers: {}, body: '{"status":true,"code":"20000"}' },
  afterMs: 6_500,
};

/**
 * A claim outlasts its invocation by four minutes, so clocks may differ by as much. Beyond it a claim is over by the other
 * clock while its request runs.
 */
test.for([1])(
  'Seed %i: with clocks two minutes ahead or behind and old reads, an order that comes four times at once is sent once',
  async (seed) => {
    const random = createRandom(seed);
    const time = createVirtualTime(START);
    const faults = {
      ...createFaults({ random, probability: 0, maxSkewMs: 120_000 }),
      dfinery: () => slow,
      lagMs: () => random() * LONGEST_LAG_MS,
    };
    const simulation = startSimulation({ time, random, connections: twoShops, faults });
    const orders = Array.from({ length: 300 }, (_, index) =>
      placeOrder(index, { customers: 300, placedAt: new Date(START), isEdited: false }),
    );
    for (const { versions } of orders) {
      const at = random() * HOUR_MS;
      for (const later of [0, random(), random(), random()]) {
        void time.sleep(at + later * 8_000).then(() => simulation.deliver('main', versions[0].body));
      }
    }
    await time.run({ until: START + 24 * HOUR_MS });

    expect(judgeRun(simulation, orders)).toEqual([]);
    expect([...simulation.dfinery.stored.values()].filter(({ times }) => times > 1)).toEqual([]);
    expect(faults.struck.get('read old')).toBeGreaterThan(0);
  },
);
