import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromMinorUnits, sum } from '../../lib/money.ts';
import { aMeasurement } from '../../test/support/a-measurement.ts';
import { type Assumptions, asDeployed } from './assumptions.ts';
import { type CostLine, type Month, type MonthlyCost, monthlyCost, usageOf } from './cost-model.ts';
import { batchSizes } from './measured.ts';
import { regions } from './prices.ts';

/** The whole bill of a month of round figures. */
function costOf(changes: Partial<Assumptions> = {}, month: Partial<Month> = {}): MonthlyCost {
  const usage = usageOf({ ...asDeployed, ...changes }, aMeasurement());
  return monthlyCost(usage, { orders: 1_000_000, region: 'us-east-1', ...month });
}

const allLines = ({ perOrder, standing }: MonthlyCost): readonly CostLine[] => [...perOrder, ...standing];

function costs(lines: readonly CostLine[]): Record<string, bigint> {
  return Object.fromEntries(
    lines.map(({ service, what, nanoDollars }) => [`${service}, ${what}`, nanoDollars]),
  );
}

describe('a million orders of four webhooks in Virginia, worked out by hand, in nano-dollars:', () => {
  const cost = costOf({
    webhooksPerOrder: 4,
    memorySize: 1_024,
    durations: { receiveWebhook: 20, drainEvents: 50 },
  });

  test('what grows with the orders', () => {
    const {
      'CloudWatch, log lines taken in': taken,
      'CloudWatch, log lines kept for 30 days': kept,
      ...others
    } = costs(cost.perOrder);

    expect(others).toEqual({
      // 4 million at $1.
      'API Gateway, requests of the HTTP API': 4_000_000_000n,
      // 4 million at $0.20.
      'Lambda, invocations of the receiver': 800_000_000n,
      // 4 million × 0.02 s × 1 GB = 80,000 GB-s at $0.0000133334.
      'Lambda, duration of the receiver': 1_066_672_000n,
      'Lambda, invocations of the drain': 800_000_000n,
      // 4 million × 0.05 s × 1 GB = 200,000 GB-s.
      'Lambda, duration of the drain': 2_666_680_000n,
      // 4 million each at $0.40.
      'SQS, send': 1_600_000_000n,
      'SQS, receive': 1_600_000_000n,
      'SQS, delete': 1_600_000_000n,
      // 12 million halves of a unit at $0.125 a million units.
      'DynamoDB, reads of orders, pauses and erasures': 750_000_000n,
      // 2 million at $0.625.
      'DynamoDB, claims and marks': 1_250_000_000n,
      // A million × 300 B × 9,600 h / 730 h = 3,945,205,479 B, 3.67426 GB, at $0.25 and $0.20.
      'DynamoDB, storage of 400 days of orders': 918_564_731n,
      'DynamoDB, point-in-time recovery of that': 734_851_785n,
      // 400 at $0.005 a thousand.
      'S3, deliveries parked, 100 of a million': 2_000_000n,
      // 400 × 10,000 B × 2,160 h / 730 h = 11,835,616 B at $0.023 a GB.
      'S3, storage of 90 days of those': 253_524n,
      // 4 million × 520 B and a million × 2,000 B = 4,080,000,000 B, 3.79980 GB, at $0.09.
      'Data transfer, requests to Dfinery and answers to the shop': 341_981_649n,
    });
    // Kept for 30 × 24 of 730 hours at $0.03, taken in at $0.50.
    expect(taken).toBeGreaterThan(0n);
    expect(Number(kept) / Number(taken)).toBeCloseTo(((720 / 730) * 0.03) / 0.5, 6);
  });

  test('what is there without any order', () => {
    expect(costs(cost.standing)).toEqual({
      // 1,971,000 at $0.40 a million.
      'SQS, receives without a message, where the pollers wait as long as SQS lets them': 788_400_000n,
      // 10 at $0.30.
      'CloudWatch, metrics of the functions’ own': 3_000_000_000n,
      // 34 at $0.10.
      'CloudWatch, metrics that alarms look at': 3_400_000_000n,
      'CloudWatch, dashboard': 3_000_000_000n,
      // 52,560 at $0.03 for 10,000.
      'KMS, look-ups of one connection’s secrets, by 6 execution environments': 157_680_000n,
      // 20 at $2 for 100,000.
      'SNS, mails of alarms': 400_000n,
    });
    expect(cost.standingNanoDollars).toBe(10_346_480_000n);
  });
});

test('a line is rounded half-up to the nano-dollar', () => {
  const line = { service: 'SNS', what: 'mails', price: 'keyRequests', monthly: 0n } as const;
  const costOfRequests = (perMillionOrders: bigint) =>
    monthlyCost([{ ...line, perMillionOrders }], { orders: 1, region: 'us-east-1' }).totalNanoDollars;

  // A request costs 3,000 nano-dollars, so 166 millionths of one 0.498 and 167 millionths 0.501.
  expect(costOfRequests(166n)).toBe(0n);
  expect(costOfRequests(167n)).toBe(1n);
});

test('Seoul has other prices', () => {
  const line = 'API Gateway, requests of the HTTP API';

  expect(costs(costOf({ webhooksPerOrder: 1 }, { region: 'ap-northeast-2' }).perOrder)[line]).toBe(
    1_230_000_000n,
  );
});

describe('whatever is assumed,', () => {
  const orders = fc.integer({ min: 0, max: 100_000_000 });
  const month = fc.record({ orders, region: fc.constantFrom(...regions) });
  const assumptions = fc.record({
    webhooksPerOrder: fc.integer({ min: 1, max: 20 }),
    eventsPerBatch: fc.constantFrom(...batchSizes),
    memorySize: fc.integer({ min: 128, max: 10_240 }),
    logRetentionDays: fc.integer({ min: 1, max: 3_653 }),
    drainConcurrency: fc.integer({ min: 2, max: 1_000 }),
    logLevel: fc.constantFrom('INFO', 'WARN'),
    tracing: fc.constantFrom('PassThrough', 'Active'),
    entrance: fc.constantFrom('http-api', 'function-url'),
    architecture: fc.constantFrom('arm64', 'x86_64'),
    hasOwnKey: fc.boolean(),
  });

  test('the lines come to the total exactly', () => {
    fc.assert(
      fc.property(assumptions, month, (changes, when) => {
        const cost = costOf(changes, when);

        const lines = allLines(cost).map(({ nanoDollars }) => fromMinorUnits(nanoDollars, 9));
        expect(sum(lines)).toBe(fromMinorUnits(cost.totalNanoDollars, 9));
        expect(allLines(cost)).toHaveLength(usageOf({ ...asDeployed, ...changes }, aMeasurement()).length);
      }),
    );
  });

  test('more orders cost more on no line less', () => {
    fc.assert(
      fc.property(assumptions, month, orders, (changes, when, more) => {
        const before = allLines(costOf(changes, when));
        const after = allLines(costOf(changes, { ...when, orders: when.orders + more }));

        after.forEach((line, index) => {
          expect(line.nanoDollars).toBeGreaterThanOrEqual(before[index]?.nanoDollars ?? 0n);
        });
      }),
    );
  });

  test('what grows with the orders does so evenly, and nothing else grows', () => {
    fc.assert(
      fc.property(assumptions, month, fc.integer({ min: 2, max: 100 }), (changes, when, times) => {
        const once = costOf(changes, when);
        const often = costOf(changes, { ...when, orders: when.orders * times });

        often.perOrder.forEach((line, index) => {
          const drift = line.nanoDollars - (once.perOrder[index]?.nanoDollars ?? 0n) * BigInt(times);
          // Half a nano-dollar of each rounding.
          expect(drift * drift).toBeLessThanOrEqual(BigInt(times * times));
        });
        expect(often.standing).toEqual(once.standing);
      }),
    );
  });

  test('no orders cost what is there without any', () => {
    fc.assert(
      fc.property(assumptions, month, (changes, when) => {
        const cost = costOf(changes, { ...when, orders: 0 });

        expect(cost.perOrderNanoDollars).toBe(0n);
        expect(cost.totalNanoDollars).toBe(cost.standingNanoDollars);
      }),
    );
  });

  test('more webhooks an order cost more', () => {
    fc.assert(
      fc.property(assumptions, (changes) => {
        const more = costOf({ ...changes, webhooksPerOrder: changes.webhooksPerOrder + 1 });

        expect(more.totalNanoDollars).toBeGreaterThan(costOf(changes).totalNanoDollars);
      }),
    );
  });
});
