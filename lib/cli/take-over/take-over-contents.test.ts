import { readFileSync } from 'node:fs';
import { CreateTableCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type Message, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { aKeptTemplate } from '../../../test/support/builders/a-kept-template.ts';
import { anErasure } from '../../../test/support/builders/an-erasure.ts';
import {
  type RetainedWorld,
  STACK,
  startRetainedWorld,
} from '../../../test/support/harness/retained-world.ts';
import { countMessages } from '../../queue/count-messages.ts';
import type { ErasureMessage } from '../../queue/erasure-message.ts';
import { type Item, number, text } from '../../stores/table.ts';
import { createDynamoDbTombstones } from '../../stores/tombstones/dynamodb-tombstones.ts';
import { createErasureRecords } from '../../stores/tombstones/erasure-records.ts';

const MESSAGE = readFileSync(
  new URL('../../queue/__fixtures__/message.v1.json', import.meta.url),
  'utf8',
).trim();
const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.parse('2026-11-24T00:00:00.000Z');
const KEY = Buffer.alloc(32, 7);

let world: RetainedWorld;

beforeEach(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local').stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  world = await startRetainedWorld();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await world.stop();
});

async function deploy(): Promise<Readonly<Record<string, string>>> {
  const { store } = world.cloudFormation;
  await store.prepare(STACK, { kind: 'CREATE', template: aKeptTemplate(), toImport: [] });
  await store.execute(STACK);
  return world.resourcesOf();
}

const put = (table: string | undefined, item: Item) =>
  world.dynamoDb.send(new PutItemCommand({ TableName: table, Item: item }));

async function itemsOf(table: string | undefined): Promise<Item[]> {
  const { Items = [] } = await world.dynamoDb.send(new ScanCommand({ TableName: table }));
  return Items.sort((a, b) => (a['id']?.S ?? '').localeCompare(b['id']?.S ?? ''));
}

const of = (id: string, from: string): Item => ({ id: text(id), parts: number(1), from: text(from) });

/** An installation that was removed with orders in it, and one that was deployed in its place, empty. */
async function removedAndDeployed() {
  const old = await deploy();
  world.cloudFormation.store.remove(STACK);
  const own = await deploy();
  const [removed] = world.cloudFormation.store.stacks;
  return { old, own, id: (removed?.id.split('/').at(-1) ?? '').slice(0, 8) };
}

describe('of a ledger', () => {
  test('what the stage does not know is copied, and what it has claimed since is kept', async () => {
    const { old, own, id } = await removedAndDeployed();
    for (const order of ['a', 'b', 'c']) await put(old['LedgerTable'], of(order, 'old'));
    await put(own['LedgerTable'], of('b', 'own'));

    const { exitCode, printed } = await world.run('take-over', 'contents', '--from', id, '--yes');

    expect(exitCode).toBe(0);
    expect(printed.map((line) => JSON.parse(line) as unknown)).toContainEqual({
      name: 'LedgerTable',
      from: old['LedgerTable'],
      into: own['LedgerTable'],
      holds: expect.any(String) as string,
      outcome: '2 copied, 1 known',
    });
    expect(await itemsOf(own['LedgerTable'])).toEqual([of('a', 'old'), of('b', 'own'), of('c', 'old')]);
    expect(await itemsOf(old['LedgerTable'])).toHaveLength(3);
  });

  test('nothing of customers comes back', async () => {
    const { old, own, id } = await removedAndDeployed();
    await put(old['LedgerTable'], { id: text('profile'), facts: { M: {} } });
    await put(old['LedgerTable'], { ...of('sign-up', 'old'), kind: text('sign-up') });
    await put(old['LedgerTable'], { ...of('order', 'old'), kind: text('purchase') });

    const { printed } = await world.run('take-over', 'contents', '--from', id, '--yes');

    expect(printed.join()).toContain('1 copied, 0 known, 2 of customers left out');
    expect((await itemsOf(own['LedgerTable'])).map((item) => item['id']?.S)).toEqual(['order']);
  });

  test('more items than are written at once are copied, and again without effect', async () => {
    const own = await deploy();
    await makeTable('restored');
    for (let order = 0; order < 60; order += 1) await put('restored', of(`${order}`, 'restored'));
    const use = ['--use', 'LedgerTable=restored', '--yes'];

    const first = await world.run('take-over', 'contents', ...use);
    const second = await world.run('take-over', 'contents', ...use);

    expect(first.printed.join()).toContain('60 copied, 0 known');
    expect(second.printed.join()).toContain('0 copied, 60 known');
    expect(await itemsOf(own['LedgerTable'])).toHaveLength(60);
  });

  test('a dry run copies nothing', async () => {
    const { old, own, id } = await removedAndDeployed();
    await put(old['LedgerTable'], of('a', 'old'));

    const { exitCode, complaints } = await world.run('take-over', 'contents', '--from', id);

    expect([exitCode, complaints.at(-1)]).toEqual([0, 'Nothing was changed. Add --yes to do it.']);
    expect(await itemsOf(own['LedgerTable'])).toEqual([]);
  });
});

describe('of two tables of erasures', () => {
  const table = (name: string | undefined, daysBefore = 0) => ({
    dynamoDb: world.dynamoDb,
    table: name ?? '',
    budgetMs: 30_000,
    now: () => NOW - daysBefore * DAY,
  });
  const erase = (name: string | undefined, message: ErasureMessage, daysBefore = 0) =>
    createErasureRecords({ ...table(name, daysBefore), key: () => Promise.resolve(KEY) }).begin(message);

  /** Whether an order of the customer, placed so many days before the first request, is dropped. */
  async function isErased(
    name: string | undefined,
    customer: string,
    daysBefore: number,
    email?: string,
  ): Promise<boolean> {
    const subject = {
      source: 'shopify',
      shop: 'example.myshopify.com',
      identity: { external_id: customer, ...(email !== undefined && { email }) },
      orderId: 'an-order',
      placedAt: NOW - daysBefore * DAY,
      happenedAt: NOW,
      receivedAt: NOW,
    };
    const tombstones = createDynamoDbTombstones({ ...table(name), key: () => Promise.resolve(KEY) });
    return (await tombstones.erased([subject])).size > 0;
  }

  const request = (customer: string, daysBefore: number) =>
    anErasure({
      id: `request-of-${customer}-${daysBefore}`,
      digest: `${customer}-${daysBefore}`,
      identity: { external_id: customer },
      receivedAt: new Date(NOW - daysBefore * DAY),
    });

  test.each([
    { older: 'ours', old: 1, own: 9 },
    { older: 'theirs', old: 9, own: 1 },
  ])('whoever is erased by one is erased, if $older are older', async ({ old: oldDays, own: ownDays }) => {
    const { old, own, id } = await removedAndDeployed();
    await erase(old['ErasuresTable'], request('theirs', oldDays));
    await erase(own['ErasuresTable'], request('ours', ownDays));
    await erase(old['ErasuresTable'], request('both', oldDays));
    await erase(own['ErasuresTable'], request('both', ownDays));

    await world.run('take-over', 'contents', '--from', id, '--yes');

    expect(await isErased(own['ErasuresTable'], 'theirs', oldDays + 1)).toBe(true);
    expect(await isErased(own['ErasuresTable'], 'ours', ownDays + 1)).toBe(true);
    // An order between the two requests: the later one counts.
    expect(await isErased(own['ErasuresTable'], 'both', 5)).toBe(true);
    expect(await isErased(own['ErasuresTable'], 'nobody', 20)).toBe(false);
  });

  test('what is newer stays as long as it would have, also beside the marker of a shop that was erased before', async () => {
    const { old, own, id } = await removedAndDeployed();
    await erase(old['ErasuresTable'], { ...request('', 20), kind: 'erase-shop', identity: undefined }, 20);
    await erase(own['ErasuresTable'], request('ours', 1), 1);
    const markerOf = async (name: string | undefined) =>
      (await itemsOf(name)).find((item) => item['id']?.S?.startsWith('shop#'));
    const expected = (await markerOf(own['ErasuresTable']))?.['expiresAt'];

    await world.run('take-over', 'contents', '--from', id, '--yes');

    const { expiresAt, shopErasedAt } = (await markerOf(own['ErasuresTable'])) ?? {};
    expect(shopErasedAt).toEqual(number(NOW - 20 * DAY));
    expect(expiresAt).toEqual(expected);
  });

  test.each([
    { old: 'with', oldDays: 1, own: 'without' },
    { old: 'without', oldDays: 9, own: 'with' },
  ])(
    'a request $old account beside one $own counts for everybody of the address',
    async ({ old: kind, oldDays }) => {
      const { old, own, id } = await removedAndDeployed();
      const email = 'family@example.com';
      const of = (account: boolean, daysBefore: number) => ({
        ...request(`${account}`, daysBefore),
        identity: { ...(account && { external_id: 'another' }), email },
        emails: [email],
      });
      await erase(old['ErasuresTable'], of(kind === 'with', oldDays));
      await erase(own['ErasuresTable'], of(kind !== 'with', 5));

      await world.run('take-over', 'contents', '--from', id, '--yes');

      expect(await isErased(own['ErasuresTable'], 'child', 10, email)).toBe(true);
    },
  );
});

describe('of a queue', () => {
  const receive = async (QueueUrl: string | undefined): Promise<Message[]> => {
    const command = new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    });
    return (await world.sqs.send(command)).Messages ?? [];
  };

  test('messages are moved, and dead letters keep their cause', async () => {
    const { old, own, id } = await removedAndDeployed();
    await world.sqs.send(new SendMessageCommand({ QueueUrl: old['EventsQueue'], MessageBody: MESSAGE }));
    await world.sqs.send(
      new SendMessageCommand({
        QueueUrl: old['EventsDeadLetterQueue'],
        MessageBody: MESSAGE,
        MessageAttributes: { cause: { DataType: 'String', StringValue: 'refused' } },
      }),
    );

    const { printed } = await world.run('take-over', 'contents', '--from', id, '--yes');

    expect(printed.filter((line) => line.includes('1 moved'))).toHaveLength(2);
    const [waiting] = await receive(own['EventsQueue']);
    expect(waiting?.Body).toBe(MESSAGE);
    const [dead] = await receive(own['EventsDeadLetterQueue']);
    expect([dead?.Body, dead?.MessageAttributes?.['cause']?.StringValue]).toEqual([MESSAGE, 'refused']);
    for (const name of ['EventsQueue', 'EventsDeadLetterQueue']) {
      expect(await countMessages(world.sqs, old[name] ?? '')).toEqual({ visible: 0, inFlight: 0 });
    }
  });

  test('more than fit into one call are moved, and those in back-off are named', async () => {
    const { old, own, id } = await removedAndDeployed();
    const url = old['EventsQueue'];
    for (let order = 0; order < 25; order += 1) {
      await world.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: `${order}` }));
    }
    await world.sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 3, VisibilityTimeout: 900 }),
    );

    const { printed } = await world.run('take-over', 'contents', '--from', id, '--yes');

    expect(printed.join()).toContain('22 moved, 3 are hidden: run it again later');
    expect(await countMessages(world.sqs, own['EventsQueue'] ?? '')).toMatchObject({ visible: 22 });
  });
});

test('An id that begins those of two stacks is refused: nothing of both is mixed', async () => {
  await deploy();
  world.cloudFormation.store.remove(STACK);
  await removedAndDeployed();

  const { exitCode, complaints } = await world.run('take-over', 'contents', '--from', '', '--yes');

  expect([exitCode, complaints]).toEqual([
    1,
    [expect.stringMatching(/^2 removed stacks begin with "": \w{8}, \w{8}\. Type more of one$/)],
  ]);
});

test('Parked deliveries are not copied, and it says so', async () => {
  const { old, id } = await removedAndDeployed();

  const { complaints } = await world.run('take-over', 'contents', '--from', id, '--yes');

  expect(complaints.join()).toContain(`ParkedDeliveriesBucket is not copied: ${STACK} keeps its own.`);
  expect(complaints.join()).toContain(old['ParkedDeliveriesBucket']);
});

test('The stage’s own queue is refused by any of its addresses: its messages would be moved for ever', async () => {
  const { EventsQueue = '' } = await deploy();
  const other = EventsQueue.replace('127.0.0.1', 'localhost');

  const { exitCode, complaints } = await world.run('take-over', 'contents', '--use', `EventsQueue=${other}`);

  expect(other).not.toBe(EventsQueue);
  expect([exitCode, complaints]).toEqual([1, [`${other} is the stage's own EventsQueue`]]);
});

test('The stage’s own table is refused, and so is a stage without a stack', async () => {
  const { LedgerTable = '' } = await deploy();

  const own = await world.run('take-over', 'contents', '--use', `LedgerTable=${LedgerTable}`);
  world.cloudFormation.store.remove(STACK);
  const none = await world.run('take-over', 'contents', '--use', `LedgerTable=${LedgerTable}`);

  expect([own.exitCode, own.complaints]).toEqual([1, [`${LedgerTable} is the stage's own LedgerTable`]]);
  expect([none.exitCode, none.complaints.join()]).toEqual([
    1,
    expect.stringContaining(`There is no stack ${STACK}`),
  ]);
});

async function makeTable(TableName: string): Promise<void> {
  await world.dynamoDb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
}
