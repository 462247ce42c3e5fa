import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ALARM_METRICS, asDeployed, DASHBOARDS, LEDGER_DAYS } from '../../infra/cost/assumptions.ts';
import { regions } from '../../infra/cost/prices.ts';
import { toLedgerItem } from '../../lib/ledger/ledger-item.ts';
import { aQueuedMessage, QUEUE_TIME } from '../support/queue-records.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

describe('the model assumes what is deployed:', () => {
  const service = read('serverless.yml');

  test.each([
    'memorySize',
    'architecture',
    'logLevel',
    'logRetentionDays',
    'parkedRetentionDays',
    'tracing',
    'drainConcurrency',
  ] as const)('%s', (name) => {
    expect(new RegExp(`^ +${name}: (\\w+)$`, 'm').exec(service)?.[1]).toBe(String(asDeployed[name]));
  });

  test('the region', () => {
    expect(service).toContain(`region: \${opt:region, '${regions[0]}'}`);
  });

  test('no key of one’s own', () => {
    expect(service).toMatch(/^ +kmsKeyArn: ''$/m);
    expect(asDeployed.hasOwnKey).toBe(false);
  });

  test('the HTTP API', () => {
    expect(service).toMatch(/^ +- httpApi:/m);
    expect(asDeployed.entrance).toBe('http-api');
  });

  test('what alarms look at', () => {
    expect(read('infra/alarms.yml').match(/^ +(- \{?)?.*\bMetricName:/gm)).toHaveLength(ALARM_METRICS);
  });

  test('dashboards', () => {
    expect(read('infra/dashboard.yml').match(/AWS::CloudWatch::Dashboard/g)).toHaveLength(DASHBOARDS);
  });

  test('how long the ledger remembers', () => {
    const claim = { owner: 'o', leaseUntil: QUEUE_TIME };

    const { expiresAt } = toLedgerItem(aQueuedMessage({ orderId: '1' }), claim, QUEUE_TIME);

    expect(Number(expiresAt?.N) * 1_000 - QUEUE_TIME).toBe(LEDGER_DAYS * 24 * 60 * 60 * 1_000);
  });
});
