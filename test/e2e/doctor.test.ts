import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { type DfineryDouble, startDfineryDouble } from '../../infra/local/dfinery-double/dfinery-double.ts';
import { runAdapter } from '../../lib/cli/run-adapter.ts';
import { createLastAnswers } from '../../lib/stores/ledger/last-answers.ts';
import { connectionLane, createServicePauses } from '../../lib/stores/ledger/service-pauses.ts';
import { aConnection } from '../support/builders/a-connection.ts';
import { recordTerminal } from '../support/doubles/recorded-terminal.ts';
import { type PackagedStack, startPackagedStack } from '../support/harness/packaged-stack.ts';

const connection = aConnection();
const service = { accessToken: connection.dfinery.accessToken, eventProperties: [], itemProperties: [] };

let dfinery: DfineryDouble;
let stack: PackagedStack;
/** What the connection says its token is. */
let accessToken = service.accessToken;

beforeAll(async () => {
  dfinery = await startDfineryDouble({
    findService: (id) => Promise.resolve(id === connection.dfinery.serviceId ? service : undefined),
  });
  stack = await startPackagedStack({
    connections: () =>
      Promise.resolve({ main: { ...connection, dfinery: { ...connection.dfinery, accessToken } } }),
    dfineryBaseUrl: dfinery.url,
  });
});

afterAll(async () => {
  await stack.stop();
  await dfinery.stop();
});

async function examine(changes: Readonly<Record<string, string>> = {}, more: readonly string[] = []) {
  const environment = { ...stack.environment, ADAPTER_URL: stack.url, ...changes };
  const terminal = recordTerminal({ '.local-stack.json': JSON.stringify(environment) });
  const exitCode = await runAdapter(['doctor', '--local', ...more], terminal);
  return {
    exitCode,
    lines: terminal.printed,
    red: terminal.printed.filter((line) => line.startsWith('fail')),
  };
}

test('A healthy stack is green in every line, and its webhook is not sent on', async () => {
  const { exitCode, lines } = await examine();

  const others = lines.filter((line) => !line.startsWith('ok '));
  expect(others).toEqual([
    expect.stringMatching(
      /^note {2}main: Dfinery console .*df_purchase, df_refund\n.*→ Register and link exactly/,
    ),
  ]);
  expect(lines).toHaveLength(26);
  expect(exitCode).toBe(0);
  await stack.mapping.settled();
  expect(dfinery.events()).toEqual([]);
});

test('A wrong token is the one red line, with advice', async () => {
  accessToken = 'a-token-of-somebody-else';
  const { exitCode, red } = await examine();
  accessToken = service.accessToken;

  expect(red).toHaveLength(1);
  expect(red[0]).toMatch(/main: Dfinery credentials .*40201.*\n.*→ adapter connection put/);
  expect(exitCode).toBe(5);
});

test('A missing queue is the one red line', async () => {
  const { red } = await examine({ DEAD_LETTER_QUEUE_URL: `${stack.emulator.deadLetterQueueUrl}-gone` });

  expect(red).toHaveLength(1);
  expect(red[0]).toMatch(/^fail {2}dead-letter queue .*\n.*→ Check that it exists/);
});

test('A missing ledger is the one red line', async () => {
  const { red } = await examine({ LEDGER_TABLE: 'gone' });

  expect(red).toHaveLength(1);
  expect(red[0]).toContain('ledger');
});

test('A stopped Dfinery is the one red line', async () => {
  const { red } = await examine({ DFINERY_BASE_URL: 'http://127.0.0.1:9' });

  expect(red).toHaveLength(1);
  expect(red[0]).toMatch(/Dfinery credentials .*connection-failed/);
});

test('A refused connection is the one red line, with since when, its code, the next probe and what to do', async () => {
  const dynamoDb = new DynamoDBClient(localClientSettings(stack.tables.endpoint));
  const now = Date.now();
  const table = { dynamoDb, table: stack.tables.ledger, budgetMs: 30_000, now: () => now };
  const main = { connection: 'main', serviceId: connection.dfinery.serviceId };
  const pause = { until: now + 600_000, probedAt: now, failures: 2, since: now - 60_000 };
  await createServicePauses(table).pause(connectionLane(main), { ...pause, reason: 'refused' });
  await createLastAnswers(table).note(main, { refusedAt: now, code: '40001', because: 'refused' });

  const { exitCode, red } = await examine();
  expect(red).toHaveLength(1);
  expect(red[0]).toMatch(
    /main: Dfinery takes events .*is paused since \d\d:\d\d: Dfinery refuses it \(40001\), next probe by \d\d:\d\d\n.*→ Register what adapter names --connection main/,
  );
  expect(exitCode).toBe(5);

  const { lines } = await examine({}, ['--json']);
  const checks = lines.map((line) => JSON.parse(line) as object);
  expect(checks).toHaveLength(26);
  expect(checks).toContainEqual(
    expect.objectContaining({ connection: 'main', check: 'Dfinery takes events', state: 'fail' }),
  );
  await createServicePauses(table).end(connectionLane(main));
  dynamoDb.destroy();
});
