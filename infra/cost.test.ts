import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alarmMetricsOf, billOf, idleBill, type Line, rowsOf, totalOf, withinFreeTier } from './cost.ts';
import { batchSizes } from './measured.ts';
import { type PriceName, prices, quotes } from './prices.ts';
import { quietMetrics } from './quiet-day.ts';
import { deployed, type Scenario } from './scenario.ts';

function bill(changes: Partial<Scenario> = {}): Line[] {
  return billOf({ ...deployed, ...changes });
}

/** Returns the dollars of the first line with a price. */
function dollarsFor(price: PriceName, lines: readonly Line[]): number | undefined {
  return lines.find((line) => line.price === price)?.dollars;
}

/** Everything that can be charged for. */
const everything: Partial<Scenario> = {
  profiles: 'send',
  tracing: 'Active',
  key: 'own',
  network: 'own',
  dashboard: 'on',
};

describe('a million orders of four webhooks in Virginia, worked out by hand:', () => {
  const lines = bill({ region: 'us-east-1', memorySize: 1_769 });

  test.each([
    // 4 million at $1.
    ['httpApiRequests', 4],
    // 4 million at $0.20.
    ['invocations', 0.8],
    // New: warm 1.734 + 20 ms, cold 166 + 20 ms, in whole milliseconds. The three that are told wait 10 ms less.
    [
      'armDuration',
      1_000_000 *
        (0.99 * 22 + 0.01 * 186 + 3 * (0.99 * 12 + 0.01 * 176)) *
        0.001 *
        (1_769 / 1_024) *
        0.0000133334,
    ],
    // A million at $0.40.
    ['queueRequests', 0.4],
    // At the door half a unit for each of 4 million webhooks, at $0.125 a million.
    ['ledgerReads', 0.25],
    // 2 million at $0.625 a million.
    ['ledgerWrites', 1.25],
    // A million × 361 bytes for 9,600 of 730 hours, at $0.25.
    ['ledgerStorage', ((361_000_000 * 9_600) / 730 / 2 ** 30) * 0.25],
    // 4 million × 530 bytes and a million × 2,127 bytes, at $0.09.
    ['dataOut', ((4_000_000 * 530 + 1_000_000 * 2_127) / 2 ** 30) * 0.09],
    // 6 environments, 12 times in each of 730 hours, at $0.03 for 10,000.
    ['keyRequests', 0.15768],
  ] as const)('%s', (price, dollars) => {
    expect(dollarsFor(price, lines)).toBeCloseTo(dollars, 6);
  });

  test('pollers that find nothing', () => {
    const idle = lines.find(({ what }) => what === 'receives without a message');

    // 15 pollers, 180 times in each of 730 hours, at $0.40 a million.
    expect(idle?.dollars).toBeCloseTo(0.7884, 6);
  });
});

describe('every row', () => {
  test.each(['ap-northeast-2', 'us-east-1'] as const)('has a price in %s', (region) => {
    for (const { what, dollars } of bill({ ...everything, region })) expect(dollars, what).toBeGreaterThan(0);
  });

  test('belongs to an order or to a month', () => {
    for (const { what, perOrder, monthly } of rowsOf({ ...deployed, ...everything })) {
      expect(
        [perOrder, monthly].filter((used) => used !== undefined),
        what,
      ).toHaveLength(1);
    }
  });

  test('is left out if it uses nothing', () => {
    expect(dollarsFor('httpApiRequests', bill({ entrance: 'function-url' }))).toBeUndefined();
    expect(dollarsFor('keys', bill())).toBeUndefined();
  });
});

test('a network of your own adds a NAT gateway, its address and what goes through it', () => {
  const added = totalOf(bill({ network: 'own' })) - totalOf(bill());

  // In Seoul: 730 hours at $0.059 and $0.005, and a million times 60,000 bytes, 55.88 GB, at $0.059.
  expect(added).toBeCloseTo(43.07 + 3.65 + 3.297, 2);
});

test('every price is used', () => {
  const scenarios = [everything, { architecture: 'x86_64' }] as const;
  const used = scenarios.flatMap((changes) => bill(changes).map(({ price }) => price));

  expect(new Set(used)).toEqual(new Set(Object.keys(prices)));
});

test('a price list belongs to its region, and every quote has its day', () => {
  for (const [region, quotesOfRegion] of Object.entries(quotes)) {
    for (const [name, { date, source }] of Object.entries(quotesOfRegion)) {
      expect(new Date(date).toISOString().slice(0, 10), name).toBe(date);
      const isStandIn = name === 'mails' || name === 'traces';
      if (source.endsWith('index.json') && !isStandIn) expect(source, name).toContain(`/${region}/`);
    }
  }
});

describe('a month without orders in Seoul', () => {
  const idle = (changes: Partial<Scenario>) => idleBill({ ...deployed, ...changes });

  test('costs at most $4.50 by default, and less than a dollar within the free tier', () => {
    const lines = idle({});

    expect(alarmMetricsOf('essential')).toBeLessThanOrEqual(10);
    expect(quietMetrics.length).toBeLessThanOrEqual(8);
    // Eight metrics, ten metrics of alarms, the pollers, and the look-ups and polls of a shop.
    expect(totalOf(lines)).toBeCloseTo(2.4 + 1 + 0.79 + 0.16 + 0.07, 1);
    expect(totalOf(lines)).toBeLessThanOrEqual(4.5);
    expect(totalOf(withinFreeTier(lines, deployed))).toBeLessThan(1);
  });

  test('costs ten cents for each metric that an alarm looks at, and $3 for the dashboard', () => {
    const more = alarmMetricsOf('full') - alarmMetricsOf('essential');
    const lines = idle({ alarms: 'full', dashboard: 'on' });

    expect(more).toBeGreaterThan(30);
    expect(totalOf(lines) - totalOf(idle({}))).toBeCloseTo(more * 0.1 + 3, 6);
  });

  test('has each allowance of the free tier once', () => {
    const line = {
      what: 'x',
      price: 'queueRequests',
      monthly: 600_000,
      used: 600_000,
      dollars: 0.24,
    } as const;

    expect(withinFreeTier([line, line], deployed).map(({ used }) => used)).toEqual([0, 200_000]);
  });
});

test('what an option changes', () => {
  const difference = (changes: Partial<Scenario>) => {
    const region = 'us-east-1';
    return totalOf(bill({ ...changes, region })) - totalOf(bill({ region }));
  };

  // 4 million requests at $1; 5 million traces at $5; a key, and 35,040 requests at $0.03 for 10,000.
  expect(difference({ entrance: 'function-url' })).toBeCloseTo(-4, 6);
  expect(difference({ tracing: 'Active' })).toBeCloseTo(25, 6);
  expect(difference({ key: 'own' })).toBeCloseTo(1.10512, 6);
  expect(difference({ memorySize: 1_769 })).toBeGreaterThan(0);
  expect(difference({ memorySize: 3_008 })).toBeGreaterThan(difference({ memorySize: 1_769 }));
});

describe('under any assumptions,', () => {
  const scenarios = fc.record({
    orders: fc.integer({ min: 1, max: 100_000_000 }),
    region: fc.constantFrom('ap-northeast-2', 'us-east-1'),
    webhooksPerOrder: fc.integer({ min: 1, max: 20 }),
    eventsPerBatch: fc.constantFrom(...batchSizes),
    memorySize: fc.integer({ min: 128, max: 10_240 }),
    profiles: fc.constantFrom('ignore', 'send'),
    logLevel: fc.constantFrom('INFO', 'WARN'),
    systemLogLevel: fc.constantFrom('INFO', 'WARN'),
    tracing: fc.constantFrom('PassThrough', 'Active'),
    accessLog: fc.constantFrom('none', 'requests'),
    entrance: fc.constantFrom('http-api', 'function-url'),
    architecture: fc.constantFrom('arm64', 'x86_64'),
    key: fc.constantFrom('aws', 'own'),
  });
  const everywhere = (check: (scenario: Scenario) => void) => {
    fc.assert(
      fc.property(scenarios, (changes) => {
        check({ ...deployed, ...changes });
      }),
    );
  };

  test('both sums add up to the total', () => {
    everywhere((scenario) => {
      const lines = billOf(scenario);

      expect(totalOf(lines, 'perOrder') + totalOf(lines, 'monthly')).toBeCloseTo(totalOf(lines), 6);
    });
  });

  test('no free tier: one order costs a millionth of a million', () => {
    everywhere((scenario) => {
      const one = totalOf(billOf({ ...scenario, orders: 1 }), 'perOrder');
      const million = totalOf(billOf({ ...scenario, orders: 1_000_000 }), 'perOrder');

      expect(one * 1_000_000).toBeCloseTo(million, 6);
    });
  });

  test('without orders, only the monthly rows cost something', () => {
    everywhere((scenario) => {
      const none = billOf({ ...scenario, orders: 0 });

      expect(totalOf(none)).toBe(totalOf(billOf(scenario), 'monthly'));
    });
  });

  test('more orders, and more webhooks of each, cost more', () => {
    everywhere((scenario) => {
      const total = totalOf(billOf(scenario));

      expect(totalOf(billOf({ ...scenario, orders: scenario.orders + 1 }))).toBeGreaterThan(total);
      const { webhooksPerOrder } = scenario;
      expect(totalOf(billOf({ ...scenario, webhooksPerOrder: webhooksPerOrder + 1 }))).toBeGreaterThan(total);
    });
  });

  test('fuller batches cost less', () => {
    everywhere((scenario) => {
      const totals = batchSizes.map((eventsPerBatch) => totalOf(billOf({ ...scenario, eventsPerBatch })));

      expect(totals).toEqual(totals.toSorted((a, b) => b - a));
    });
  });
});
