import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type CloudWatchDouble, startCloudWatchDouble } from '../../../infra/local/aws/cloudwatch-double.ts';
import { type Emulator, startEmulator } from '../../../infra/local/aws/emulator.ts';
import {
  functionEnvironment,
  LOCAL_CONNECTIONS_PATH,
} from '../../../infra/local/aws/function-environment.ts';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../../infra/local/aws/tables.ts';
import { createStopList } from '../../../infra/local/stop-list.ts';
import { aRefundFetch } from '../../../test/support/builders/a-refund-fetch.ts';
import { anErasure } from '../../../test/support/builders/an-erasure.ts';
import { aQueuedMessage } from '../../../test/support/builders/queue-records.ts';
import { recordTerminal } from '../../../test/support/doubles/recorded-terminal.ts';
import {
  startWritableParameterStore,
  type WritableParameterStore,
} from '../../../test/support/doubles/writable-parameter-store.ts';
import { toDecimal } from '../../model/money.ts';
import { encodeErasureMessage } from '../../queue/erasure-message.ts';
import { encodeFetchMessage } from '../../queue/fetch-message.ts';
import { encodeMessage } from '../../queue/message.ts';
import { createDynamoDbLedger } from '../../stores/ledger/dynamodb-ledger.ts';
import { createHeardFrom } from '../../stores/ledger/heard-from.ts';
import { createLastAnswers } from '../../stores/ledger/last-answers.ts';
import { createLeftOutAmounts } from '../../stores/ledger/left-out.ts';
import { createPollPlaces } from '../../stores/ledger/poll-places.ts';
import { connectionLane, createServicePauses } from '../../stores/ledger/service-pauses.ts';
import { createVerifiedEnds } from '../../stores/ledger/verified-ends.ts';
import { createTokenStore } from '../../stores/tokens/token-store.ts';
import { runAdapter } from '../run-adapter.ts';

const SERVICE = 'service-1';
const PAUSE = { until: 2e12, reason: 'refused', failures: 1, probedAt: 1 } as const;

let stops: ReturnType<typeof createStopList>;
let emulator: Emulator;
let tables: Tables;
let store: WritableParameterStore;
let cloudWatch: CloudWatchDouble;
let dynamoDb: DynamoDBClient;
let sqs: SQSClient;
let s3: S3Client;

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test').stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  stops = createStopList();
  emulator = stops.add(await startEmulator({ longestPollSeconds: 0.02 }));
  tables = stops.add(await startTables());
  store = stops.add(await startWritableParameterStore());
  cloudWatch = stops.add(await startCloudWatchDouble());
  dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
  sqs = new SQSClient(localClientSettings(emulator.endpoint));
  s3 = new S3Client({ ...localClientSettings(emulator.endpoint), forcePathStyle: true });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const client of [dynamoDb, sqs, s3]) client.destroy();
  await stops.stopAll();
});

async function run(...args: readonly string[]) {
  const environment = functionEnvironment(
    { emulator, tables },
    { parameterStore: store.url, dfinery: '', cloudWatch: cloudWatch.url },
  );
  const terminal = recordTerminal({}, environment);
  const exitCode = await runAdapter(['connection', 'remove', ...args], terminal);
  const rows = terminal.printed.map(
    (line) => JSON.parse(line) as { what: string; count: number; outcome?: string },
  );
  return { exitCode, rows, complaints: terminal.complaints.join('\n') };
}

/** Returns how many there are of each kind, without what is not there. */
function countsOf({ rows }: { readonly rows: readonly { what: string; count: number; outcome?: string }[] }) {
  return Object.fromEntries(
    rows
      .filter(({ count }) => count > 0)
      .map(({ what, count, outcome }) => [what, `${count} ${outcome ?? ''}`]),
  );
}

const shopOf = (id: string) => `${id}.myshopify.com`;

function writeSettings(id: string, serviceId = SERVICE): void {
  const shop = {
    source: 'shopify',
    shop: shopOf(id),
    secrets: ['a-secret-of-the-test'],
    dfinery: { serviceId },
  };
  store.parameters.set(`${LOCAL_CONNECTIONS_PATH}/${id}/shop`, JSON.stringify(shop));
  const dfinery = { serviceId, accessToken: 'token' };
  store.parameters.set(`${LOCAL_CONNECTIONS_PATH}/${id}/dfinery`, JSON.stringify(dfinery));
}

function eventOf(connection: string): string {
  return encodeMessage({ ...aQueuedMessage({ orderId: '1', customer: 'ann' }), connection });
}

function fetchOf(connection: string): string {
  return encodeFetchMessage({ ...aRefundFetch(), connection });
}

/** Makes everything that can be held of a connection. */
async function hold(id: string): Promise<void> {
  const table = { dynamoDb, table: tables.ledger, budgetMs: 30_000, now: Date.now };
  const at = { serviceId: SERVICE, connection: id };
  const order = {
    serviceId: SERVICE,
    source: 'shopify',
    shop: shopOf(id),
    kind: 'purchase',
    subjectKey: '1',
  };
  const part = { ...order, part: 1, parts: 1, total: '5', deliveryId: 'd', trace: { on: '2026-11-24' } };
  const claim = { owner: 'o', leaseUntil: 1 };
  writeSettings(id);
  await createTokenStore({ ...table, table: tables.tokens }).put(id, 'sealed');
  await createDynamoDbLedger(table).claim(part, claim);
  await createDynamoDbLedger(table).claim({ ...part, kind: 'refund', subjectKey: '1/2' }, claim);
  await createPollPlaces(table).take(id, claim, 2);
  await createServicePauses(table).pause(connectionLane(at), PAUSE);
  await createLastAnswers(table).note(at, { acceptedAt: 1 });
  await createHeardFrom(table).note(at, 1);
  await createLeftOutAmounts(table).add(at, { kind: 'revenue', currency: 'KRW', amount: toDecimal('5') });
  const Key = `${id}/2026-11-24/0.json`;
  await s3.send(new PutObjectCommand({ Bucket: emulator.parkedBucket, Key, Body: '{}' }));
  await send(emulator.deadLetterQueueUrl, eventOf(id));
  await send(emulator.fetchesDeadLetterQueueUrl, fetchOf(id));
}

async function send(QueueUrl: string, MessageBody: string): Promise<void> {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}

/** Everything there is, by its name. */
async function allThatIsThere(): Promise<Record<string, string>> {
  const letters = async (name: string, QueueUrl: string): Promise<[string, string][]> => {
    const seen: [string, string][] = [];
    for (;;) {
      const received = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 });
      const { Messages = [] } = await sqs.send(received);
      const fresh = Messages.filter(({ MessageId }) => !seen.some(([key]) => key === `${name}/${MessageId}`));
      if (fresh.length === 0) break;
      seen.push(...fresh.map(({ MessageId, Body = '' }): [string, string] => [`${name}/${MessageId}`, Body]));
    }
    return seen;
  };
  const items = async (TableName: string): Promise<[string, string][]> => {
    const { Items = [] } = await dynamoDb.send(new ScanCommand({ TableName }));
    return Items.map((item) => [`${TableName}/${item['id']?.S}`, JSON.stringify(item)]);
  };
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: emulator.parkedBucket }));
  return Object.fromEntries([
    ...(await letters('events', emulator.deadLetterQueueUrl)),
    ...(await letters('fetches', emulator.fetchesDeadLetterQueueUrl)),
    ...(await letters('erasures', emulator.erasuresDeadLetterQueueUrl)),
    ...(await items(tables.ledger)),
    ...(await items(tables.tokens)),
    ...Contents.map(({ Key = '' }): [string, string] => [Key, '']),
    ...[...store.parameters].filter(([name]) => !name.endsWith('-index')),
  ]);
}

const EVERYTHING = {
  'settings and secrets': '2 removed',
  'tokens of the shop’s API': '1 removed',
  'dead letters of events': '1 removed',
  'dead letters of fetches': '1 removed',
  'parked deliveries': '1 removed',
  'place of polls, answers, pause': '5 removed',
  'orders in the ledger': '2 removed',
};

describe('of two connections of one service and one source', () => {
  test.each([
    ['shop', 'shop-2'],
    ['shop-2', 'shop'],
    ['connection', 'pause'],
    ['answers', 'poll'],
    ['a', 'b'],
  ])('all of %s goes, and nothing of %s', async (leaving, staying) => {
    const table = { dynamoDb, table: tables.ledger, budgetMs: 30_000 };
    await createServicePauses(table).pause(SERVICE, PAUSE);
    await createVerifiedEnds(table).write(SERVICE, 1);
    await dynamoDb.send(
      new PutItemCommand({ TableName: tables.ledger, Item: { id: { S: `${SERVICE}#old` } } }),
    );
    await send(emulator.deadLetterQueueUrl, 'no message of ours');
    await hold(staying);
    const before = await allThatIsThere();
    await hold(leaving);

    const done = await run(leaving, '--purge', '--purge-ledger', '--yes');

    expect(done).toMatchObject({
      exitCode: 0,
      complaints: expect.stringContaining('counts twice') as string,
    });
    expect(countsOf(done)).toEqual(EVERYTHING);
    await expect.poll(allThatIsThere).toEqual(before);
    expect(await run(leaving)).toMatchObject({ exitCode: 1, complaints: `Unknown connection: ${leaving}` });
  });
});

test('a look changes nothing, and says what --yes would do', async () => {
  await hold('main');
  await send(emulator.eventsQueueUrl, eventOf('main'));
  const before = await allThatIsThere();
  const look = await run('main');

  expect(countsOf(look)).toEqual({
    'settings and secrets': '2 removed',
    'tokens of the shop’s API': '1 removed',
    'events waiting': '1 stays',
    'dead letters of events': '1 stays',
    'dead letters of fetches': '1 stays',
    'parked deliveries': '1 stays',
    'place of polls, answers, pause': '5 stays',
    'orders in the ledger': '2 stays',
  });
  expect(look.complaints).toContain('they are held, and are dead letters after ten days');
  expect(look.complaints).toContain('Nothing was changed. Add --yes to do it.');
  await expect.poll(allThatIsThere).toEqual(before);
});

test('without a word for it the ledger stays, so that nothing is sent again', async () => {
  await hold('main');
  expect((await run('main', '--purge', '--yes')).exitCode).toBe(0);

  const left = Object.keys(await allThatIsThere());
  expect(left).toHaveLength(2);
  expect(left.every((name) => name.startsWith(`${tables.ledger}/${SERVICE}#`))).toBe(true);
});

test('what died after the settings were gone is purged by the same command', async () => {
  await hold('main');
  await run('main', '--yes');
  const again = await run('main', '--purge', '--yes');

  expect(again).toMatchObject({ exitCode: 0 });
  expect(countsOf(again)).toEqual({
    'dead letters of events': '1 removed',
    'dead letters of fetches': '1 removed',
    'parked deliveries': '1 removed',
    'place of polls, answers, pause': '5 removed',
  });
  const ledger = await run('main', '--purge-ledger');
  expect(ledger).toMatchObject({
    exitCode: 1,
    complaints: expect.stringContaining('nobody can tell') as string,
  });
});

test('a privacy request that died is never purged', async () => {
  writeSettings('main');
  const request = encodeErasureMessage(anErasure());
  await send(emulator.erasuresDeadLetterQueueUrl, request);
  const done = await run('main', '--purge', '--yes');

  expect(countsOf(done)).toMatchObject({ 'dead privacy requests': '1 stays' });
  expect(done.complaints).toContain('Carry them out first');
  expect(Object.values(await allThatIsThere())).toEqual([request]);
});

test('of two connections of one shop at one service neither takes the ledger along', async () => {
  await hold('main');
  writeSettings('other');
  const shop = JSON.parse(store.parameters.get(`${LOCAL_CONNECTIONS_PATH}/main/shop`) ?? '') as object;
  store.parameters.set(`${LOCAL_CONNECTIONS_PATH}/other/shop`, JSON.stringify(shop));

  const { exitCode, complaints } = await run('main', '--purge-ledger', '--yes');
  expect(exitCode).toBe(1);
  expect(complaints).toContain('other has the same shop at the same service');
  expect(store.parameters.has(`${LOCAL_CONNECTIONS_PATH}/main/shop`)).toBe(true);
});
