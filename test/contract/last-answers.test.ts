import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../infra/local/aws/tables.ts';
import {
  createLastAnswers,
  type LastAnswer,
  type LastAnswers,
} from '../../lib/stores/ledger/last-answers.ts';
import { connectionLane } from '../../lib/stores/ledger/service-pauses.ts';
import { createMemoryLastAnswers } from '../support/doubles/memory-last-answers.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');
const MINUTE = 60_000;

let tables: Tables;
let dynamoDb: DynamoDBClient;
let writes = 0;
let connections = 0;

beforeAll(async () => {
  tables = await startTables();
  dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
  dynamoDb.middlewareStack.add((next, { commandName = '' }) => (args) => {
    if (commandName === 'UpdateItemCommand') writes += 1;
    return next(args);
  });
});

beforeEach(() => {
  clock = START;
  writes = 0;
});

afterAll(async () => {
  dynamoDb.destroy();
  await tables.stop();
});

let clock = START;
const now = (): number => clock;
const settings = () => ({ dynamoDb, table: tables.ledger, budgetMs: 30_000, now });
const refused = (at: number, code = '40000'): LastAnswer => ({ refusedAt: at, code, because: 'refused' });

/** Returns a connection that no other test uses. */
function aConnection() {
  connections += 1;
  return { serviceId: 'service-1', connection: `shop-${connections}` };
}

describe.each<[string, () => LastAnswers]>([
  ['DynamoDB', () => createLastAnswers(settings())],
  ['memory', () => createMemoryLastAnswers(now)],
])('the last answers in %s', (_, create) => {
  let answers: LastAnswers;
  beforeEach(() => {
    answers = create();
  });
  const lastOf = async (connection: ReturnType<typeof aConnection>) =>
    (await answers.read([connection])).get(connectionLane(connection));

  test('know nothing of a connection that was never answered', async () => {
    expect(await answers.read([aConnection(), aConnection()])).toEqual(new Map());
    expect(await answers.read([])).toEqual(new Map());
  });

  test('keep the last acceptance and the last refusal, of each connection', async () => {
    const [main, other] = [aConnection(), aConnection()];
    await answers.note(main, { acceptedAt: START });
    await answers.note(other, refused(START, '40101'));
    clock += MINUTE;
    await answers.note(main, refused(clock));

    expect(await lastOf(main)).toEqual({ acceptedAt: START, ...refused(START + MINUTE) });
    expect(await lastOf(other)).toEqual({ refusedAt: START, code: '40101', because: 'refused' });
  });

  test('are written at most once a minute', async () => {
    const main = aConnection();
    await answers.note(main, { acceptedAt: START });
    clock += MINUTE - 1;
    await answers.note(main, refused(clock));
    expect(await lastOf(main)).toEqual({ acceptedAt: START });
    clock += 1;
    await answers.note(main, refused(clock));
    expect(await lastOf(main)).toEqual({ acceptedAt: START, ...refused(clock) });
  });
});

test('instances write at most once a minute together, and one asks no more often', async () => {
  const main = aConnection();
  const [one, other] = [createLastAnswers(settings()), createLastAnswers(settings())];
  for (; clock < START + 10 * MINUTE; clock += 500) {
    await one.note(main, { acceptedAt: clock });
    if (clock === START + 500) await other.note(main, refused(clock));
  }

  // The other instance has asked once, in vain.
  expect(writes).toBe(10 + 1);
  expect((await one.read([main])).get(connectionLane(main))).toEqual({ acceptedAt: START + 9 * MINUTE });
});
