import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../infra/local/aws/tables.ts';
import { type Answer, createLastAnswers, type LastAnswers } from '../../lib/stores/ledger/last-answers.ts';
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
  writes = 0;
});

afterAll(async () => {
  dynamoDb.destroy();
  await tables.stop();
});

const settings = () => ({ dynamoDb, table: tables.ledger, budgetMs: 30_000 });
const accepted = (at: number): Answer => ({ kind: 'accepted', at });
const refused = (at: number, code = '40000'): Answer => ({ kind: 'refused', at, code, because: 'refused' });

/** Returns a connection that no other test uses. */
function aConnection() {
  connections += 1;
  return { serviceId: 'service-1', connection: `shop-${connections}` };
}

describe.each<[string, () => LastAnswers]>([
  ['DynamoDB', () => createLastAnswers(settings())],
  ['memory', () => createMemoryLastAnswers()],
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
    await answers.write(main, accepted(START));
    await answers.write(main, refused(START + 5));
    await answers.write(other, refused(START, '40101'));

    expect(await lastOf(main)).toEqual({
      acceptedAt: START,
      refusedAt: START + 5,
      code: '40000',
      because: 'refused',
    });
    expect(await lastOf(other)).toEqual({ refusedAt: START, code: '40101', because: 'refused' });
  });

  test('say after every change of kind which one came last', async () => {
    const main = aConnection();
    for (const [index, kind] of [accepted, refused, accepted, refused].entries())
      await answers.write(main, kind(START + index));
    expect(await lastOf(main)).toMatchObject({ acceptedAt: START + 2, refusedAt: START + 3 });
    await answers.write(main, refused(START + 4, '50101'));
    expect(await lastOf(main)).toMatchObject({ refusedAt: START + 4, code: '50101' });
  });

  test('take no more of the same kind within a minute', async () => {
    const main = aConnection();
    await answers.write(main, accepted(START));
    await answers.write(main, accepted(START + MINUTE));
    expect(await lastOf(main)).toEqual({ acceptedAt: START });
    await answers.write(main, accepted(START + MINUTE + 1));
    expect(await lastOf(main)).toEqual({ acceptedAt: START + MINUTE + 1 });
  });

  test('never go back to an earlier answer', async () => {
    const main = aConnection();
    await answers.write(main, refused(START + 10 * MINUTE));
    await answers.write(main, accepted(START + 11 * MINUTE));
    await answers.write(main, refused(START, '50101'));
    await answers.write(main, accepted(START));

    expect(await lastOf(main)).toMatchObject({
      acceptedAt: START + 11 * MINUTE,
      refusedAt: START + 10 * MINUTE,
      code: '40000',
    });
  });
});

test('an instance asks DynamoDB at most once a minute for answers of one kind', async () => {
  const main = aConnection();
  const [one, other] = [createLastAnswers(settings()), createLastAnswers(settings())];
  for (let at = START; at < START + 10 * MINUTE; at += 500) {
    await one.write(main, accepted(at));
    if (at < START + MINUTE) await other.write(main, accepted(at));
  }

  expect(writes).toBe(10 + 1);
});

test('whatever the answers and whichever instance has them, the table’s condition is the rule', async () => {
  const answer = fc.record({
    after: fc.nat(2 * MINUTE),
    code: fc.constantFrom('accepted', '40000', '50101'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { maxLength: 12 }), async (given) => {
      const main = aConnection();
      const memory = createMemoryLastAnswers();
      let at = START;
      for (const { after, code } of given) {
        at += after;
        const next = code === 'accepted' ? accepted(at) : refused(at, code);
        // An instance that remembers nothing.
        await createLastAnswers(settings()).write(main, next);
        await memory.write(main, next);
      }
      expect(await createLastAnswers(settings()).read([main])).toEqual(await memory.read([main]));
    }),
    { numRuns: 20 },
  );
});
