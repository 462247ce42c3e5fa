import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { billOf, rowsOf, totalOf } from '../infra/cost.ts';
import { PAGE_FILE, pageWithTables, readScenario, tablesOf } from '../infra/cost-page.ts';
import { deployed } from '../infra/scenario.ts';
import { UsageError } from '../lib/cli/command.ts';
import { toLedgerItem } from '../lib/stores/ledger/ledger-item.ts';
import { aQueuedMessage, QUEUE_TIME } from './support/builders/queue-records.ts';

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const page = read(PAGE_FILE);

// If one of these fails, `npm run cost -- --write` rewrites the tables. A person has to correct sentences.
test('the tables of the page are those of the model', () => {
  expect(pageWithTables(page, deployed)).toBe(page);
});

test('the README and the page name the same sums', () => {
  const lines = billOf(deployed);
  const [standing, growing] = [totalOf(lines, 'monthly'), totalOf(lines, 'perOrder')].map(Math.round);

  const sentence = `about $${standing} a month without any order, and about $${growing} more for a million orders`;
  expect(read('README.md')).toContain(sentence);
  expect(page).toContain(sentence);
});

test('a page without a place for a table is refused', () => {
  expect(() => pageWithTables('<!-- cost:month -->\n no end', deployed)).toThrow(
    'no place for the table month',
  );
});

test('more orders are further down the table of shops, and cost more', () => {
  const together = [...(tablesOf(deployed)['shops'] ?? '').matchAll(/^\| [\w, ]+ \| \$([\d.,]+) /gm)];
  const dollars = together.map(([, sum = '']) => Number(sum.replaceAll(',', '')));

  expect(dollars).toHaveLength(4);
  expect(dollars).toEqual(dollars.toSorted((a, b) => a - b));
});

describe('the model matches the deployment:', () => {
  const service = read('serverless.yml');

  test.each([
    'memorySize',
    'architecture',
    'logLevel',
    'systemLogLevel',
    'logRetentionDays',
    'parkedRetentionDays',
    'accessLog',
    'tracing',
    'drainConcurrency',
    'alarms',
    'dashboard',
  ] as const)('%s', (name) => {
    expect(new RegExp(`^ +${name}: (\\w+)$`, 'm').exec(service)?.[1]).toBe(String(deployed[name]));
  });

  test('the region, an HTTP API and keys that AWS manages', () => {
    expect(service).toContain(`region: \${opt:region, '${deployed.region}'}`);
    expect(service).toMatch(/^ +entrance: http-api$/m);
    expect(service).toMatch(/^ +kmsKeyArn: ''$/m);
    expect(deployed).toMatchObject({ entrance: 'http-api', key: 'aws' });
  });

  test('the days that the ledger remembers', () => {
    const claim = { owner: 'o', leaseUntil: QUEUE_TIME };

    const { expiresAt } = toLedgerItem(aQueuedMessage({ orderId: '1' }), claim, QUEUE_TIME);

    const days = (Number(expiresAt?.N) * 1_000 - QUEUE_TIME) / (24 * 60 * 60 * 1_000);
    expect(rowsOf(deployed).map(({ what }) => what)).toContain(`storage of ${days} days of orders`);
  });
});

describe('the options of `npm run cost`', () => {
  test('are fields of the scenario', () => {
    const args =
      '--orders 20000 --webhooks-per-order 2 --events-per-batch 10 --region us-east-1 --profiles send';

    expect(readScenario(args.split(' '))).toEqual({
      ...deployed,
      orders: 20_000,
      webhooksPerOrder: 2,
      eventsPerBatch: 10,
      region: 'us-east-1',
      profiles: 'send',
    });
    expect(readScenario([])).toEqual(deployed);
  });

  test.each([
    '--orders 0',
    '--orders 1.5',
    '--orders 12345678901',
    '--events-per-batch 7',
    '--region mars',
    '--planet mars',
    '--write --orders 5',
    'cheap',
  ])('are refused: %s', (args) => {
    expect(() => readScenario(args.split(' '))).toThrow(UsageError);
  });
});
