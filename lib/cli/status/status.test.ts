import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { localLogGroup } from '../../../infra/local/aws/local-log-groups.ts';
import { aConnection } from '../../../test/support/builders/a-connection.ts';
import { startOperatedAdapter } from '../../../test/support/harness/operated-adapter.ts';
import { linesOfInvocation } from '../../../test/support/reading/lines-of-invocation.ts';
import type { LogFields, MetricName } from '../../runtime/telemetry.ts';
import { createHeardFrom } from '../../stores/ledger/heard-from.ts';
import { createLastAnswers } from '../../stores/ledger/last-answers.ts';
import { connectionLane, createServicePauses } from '../../stores/ledger/service-pauses.ts';
import { exitCodes } from '../exit-codes.ts';

const DRAIN = localLogGroup('drainEvents');
const RECEIVER = localLogGroup('receiveWebhook');
const MINUTE_MS = 60_000;
const main = { connection: 'main', serviceId: aConnection().dfinery.serviceId };

let adapter: Awaited<ReturnType<typeof startOperatedAdapter>>;

beforeEach(async () => {
  adapter = await startOperatedAdapter({ main: aConnection() });
}, 30_000);

afterEach(() => adapter.stop());

/** Writes metrics as the functions do: all with one reason, or none. A list holds durations. */
function count(values: Partial<Record<MetricName, number | readonly number[]>>, reason?: string): void {
  const lines = linesOfInvocation((telemetry) => {
    for (const [metric, value] of Object.entries(values) as [MetricName, number | readonly number[]][]) {
      if (typeof value === 'number') telemetry.count(metric, value, reason);
      else for (const one of value) telemetry.measure(metric, one);
    }
  });
  for (const line of lines) adapter.cloudWatch.take(DRAIN, line);
}

function ledger() {
  const dynamoDb = new DynamoDBClient(localClientSettings(adapter.tables.endpoint));
  return { dynamoDb, table: adapter.tables.ledger, budgetMs: 5_000, now: Date.now };
}

async function status(...args: string[]) {
  const { printed, exitCode, complaints } = await adapter.run(['status', ...args]);
  return { text: printed.join('\n'), exitCode, complaints };
}

describe('adapter status', () => {
  test('says that nothing is wrong, and ends with 0', async () => {
    const { text, exitCode } = await status();

    expect(text).toContain('Nothing is wrong here, with what came.');
    expect(exitCode).toBe(exitCodes.done);
  });

  test('shows both accounts and how long events took', async () => {
    count({ DeliveryReceived: 14, DeliveryAccepted: 7, EventQueued: 7, EventSent: 5 });
    count({ DeliveryKnown: 4 });
    count({ EventAge: Array.from({ length: 100 }, (_, index) => (index + 1) * 100) });
    count({ DeliveryIgnored: 2 }, 'unpaid');
    count({ DeliveryIgnored: 1 }, 'test-order');
    const { text, exitCode } = await status();

    expect(text).toContain('hour  14 received = 7 accepted + 4 known + 3 ignored (unpaid 2, test-order 1)');
    expect(text).toContain('hour  7 queued = 5 sent + 2 more waiting');
    expect(text).toContain('p50 5.0 s, p99 9.9 s');
    expect(exitCode).toBe(exitCodes.done);
  });

  test('says who is paused until when, and what to type', async () => {
    const now = Date.now();
    await createServicePauses(ledger()).pause(connectionLane(main), {
      until: now + 20 * MINUTE_MS,
      reason: 'refused',
      failures: 3,
      probedAt: now,
    });
    await createLastAnswers(ledger()).note(main, { refusedAt: now, code: '40001', because: 'refused' });
    const { text, exitCode } = await status();

    const probe = new Date(now + 5 * MINUTE_MS).toISOString().slice(11, 16);
    expect(text).toMatch(
      new RegExp(`paused +main at ${main.serviceId}: refused until .*, next probe ${probe}`),
    );
    expect(text).toContain(
      '✗ Dfinery refuses everything of main (40001)\n    → adapter names --connection main --local',
    );
    expect(exitCode).toBe(exitCodes.needsPerson);
  });

  test('says that Dfinery refused the last events, though no pause is in force', async () => {
    const now = Date.now();
    const answers = createLastAnswers(ledger());
    await answers.note(main, { refusedAt: now, code: '40001', because: 'refused' });
    // A pause of another call holds no event back, so it does not hide that they are refused.
    await createServicePauses(ledger()).pause(`${main.serviceId}#identities`, {
      until: now + MINUTE_MS,
      reason: 'throttled',
      failures: 1,
      probedAt: now,
    });
    const { text, exitCode } = await status();

    expect(text).toContain(
      '✗ Dfinery refused what it was sent last of main (40001), and accepted nothing since',
    );
    expect(exitCode).toBe(exitCodes.needsPerson);
  });

  test('a code that belongs to another reason is not told', async () => {
    const now = Date.now();
    const pause = { until: now + MINUTE_MS, reason: 'misconfigured', failures: 1, probedAt: now } as const;
    await createServicePauses(ledger()).pause(connectionLane(main), pause);
    await createLastAnswers(ledger()).note(main, { refusedAt: now, code: '50000', because: 'unavailable' });

    expect((await status()).text).toContain('✗ Dfinery takes neither the service id nor the token of main\n');
  });

  test('an outage of Dfinery is shown and needs nobody', async () => {
    const now = Date.now();
    const pause = { until: now + MINUTE_MS, reason: 'unavailable', failures: 1, probedAt: now } as const;
    await createServicePauses(ledger()).pause(main.serviceId, pause);
    const { text, exitCode } = await status();

    expect(text).toContain(`… Dfinery does not answer for service ${main.serviceId}`);
    expect(exitCode).toBe(exitCodes.done);
  });

  test('counts dead letters, refusals, recovered and unconfirmed orders for a person', async () => {
    const sqs = new SQSClient(localClientSettings(adapter.emulator.endpoint));
    const QueueUrl = adapter.emulator.deadLetterQueueUrl;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
    sqs.destroy();
    count({ DeliveryRefused: 4 }, 'signature-mismatch');
    count({ DeliveryRefused: 9 }, 'not-looked-up');
    count({ OrderRecovered: 3 });
    count({ EventUnconfirmed: 2 }, 'missing');
    const { text, exitCode } = await status();

    expect(text).toContain(
      '0 parked · 1 dead letters · 0 privacy requests · 3 recovered by polls · 2 unconfirmed',
    );
    expect(text).toContain(
      '✗ 1 dead letters of events\n    → adapter dead-letters list --queue events --local',
    );
    expect(text).toContain(
      '✗ 4 deliveries were refused: secret, shop or clock does not fit (signature-mismatch)',
    );
    expect(text).toContain('✗ 3 orders came by a poll');
    expect(text).toContain('✗ 2 events that Dfinery accepted are not in its export (missing)');
    expect(text).not.toMatch(/✗.*not-looked-up/);
    expect(exitCode).toBe(exitCodes.needsPerson);
  });

  test('asks where the webhook is if a shop that was heard from is silent for a day', async () => {
    await createHeardFrom(ledger()).note(main, Date.now() - 48 * 60 * MINUTE_MS);

    expect((await status()).text).toContain('✗ nothing was received for a day');
  });

  test('says that Lambda turns invocations away, of which the adapter itself knows nothing', async () => {
    const name = RECEIVER.replace('/aws/lambda/', '');
    const metrics = [
      { Namespace: 'AWS/Lambda', Dimensions: [['FunctionName']], Metrics: [{ Name: 'Throttles' }] },
    ];
    const line = {
      _aws: { Timestamp: Date.now(), CloudWatchMetrics: metrics },
      FunctionName: name,
      Throttles: 42,
    };
    adapter.cloudWatch.take(RECEIVER, JSON.stringify(line));
    const last = new Date(Math.floor(Date.now() / 300_000) * 300_000).toISOString().slice(11, 16);
    const { text, exitCode } = await status();

    expect(text).toContain(
      `✗ 42 invocations were turned away by Lambda, the last after ${last} UTC: no execution is left (${name} 42)`,
    );
    expect(text).toContain('docs/runbook.md#deliveries-are-turned-away-throttles-5xx');
    expect(exitCode).toBe(exitCodes.needsPerson);
  });

  test('counts one connection from its log lines', async () => {
    const log = (message: string, fields: LogFields): void => {
      const lines = linesOfInvocation((telemetry) => {
        telemetry.info(message, { connection: 'main', ...fields });
      });
      for (const line of lines) adapter.cloudWatch.take(RECEIVER, line);
    };
    // A delivery of two orders has two lines.
    log('Delivery queued', { requestId: 'r-1', orderId: '1', events: 2 });
    log('Delivery queued', { requestId: 'r-1', orderId: '2', events: 2 });
    log('Delivery known', { requestId: 'r-5', orderId: '1', events: 2, reason: 'told' });
    log('Delivery ignored', { requestId: 'r-2', reason: 'unpaid' });
    log('Delivery refused', { requestId: 'r-3', reason: 'shop-mismatch' });
    log('Delivery queued', { requestId: 'r-4', connection: 'outlet', events: 1 });
    log('Events sent', { events: 2 });
    count({ DeliveryReceived: 100 });
    const { text, exitCode } = await status('--connection', 'main');

    expect(text).toContain(
      '4 received = 1 accepted + 1 known + 1 ignored (unpaid 1) + 1 refused (shop-mismatch 1)',
    );
    expect(text).toContain('hour  2 queued, 2 sent');
    expect(exitCode).toBe(exitCodes.needsPerson);
    expect((await status('--connection', 'nobody')).exitCode).toBe(exitCodes.invalidInput);
  });
});

test('Every advice names a section of the runbook', () => {
  const runbook = readFileSync(new URL('../../../docs/runbook.md', import.meta.url), 'utf8');
  const anchors = [...runbook.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replace(/\s/g, '-'),
  );
  const rules = readFileSync(new URL('find-wrong.ts', import.meta.url), 'utf8');
  const pages = [...rules.matchAll(/(?:page|events|fetches|erasures): '([\w-]{12,})'/g)].map(
    ([, page = '']) => page,
  );

  expect(pages.length).toBeGreaterThan(20);
  expect(pages.filter((page) => !anchors.includes(page))).toEqual([]);
});
