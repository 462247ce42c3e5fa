import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { startTables, type Tables } from '../../infra/local/aws/tables.ts';
import { toDecimal } from '../../lib/model/money.ts';
import {
  createLeftOutAmounts,
  type LeftOutAmounts,
  type LeftOutKind,
} from '../../lib/stores/ledger/left-out.ts';
import { connectionLane } from '../../lib/stores/ledger/service-pauses.ts';
import { createMemoryLeftOut } from '../support/doubles/memory-left-out.ts';

const START = Date.parse('2026-11-24T00:00:00.000Z');

let tables: Tables;
let dynamoDb: DynamoDBClient;
let connections = 0;

beforeAll(async () => {
  tables = await startTables();
  dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
});

afterAll(async () => {
  dynamoDb.destroy();
  await tables.stop();
});

const settings = () => ({ dynamoDb, table: tables.ledger, budgetMs: 30_000, now: () => START });
const amount = (kind: LeftOutKind, text: string, currency = 'USD') => ({
  kind,
  currency,
  amount: toDecimal(text),
});

/** Returns a connection that no other test uses. */
function aConnection() {
  connections += 1;
  return { serviceId: 'service-1', connection: `shop-${connections}` };
}

describe.each<[string, () => LeftOutAmounts]>([
  ['DynamoDB', () => createLeftOutAmounts(settings())],
  ['memory', createMemoryLeftOut],
])('the amounts left out, in %s', (_, create) => {
  test('are unknown of a connection that left out nothing', async () => {
    expect(await create().read([aConnection(), aConnection()])).toEqual(new Map());
    expect(await create().read([])).toEqual(new Map());
  });

  test('add up exactly, by connection, kind and currency', async () => {
    const leftOut = create();
    const [main, other] = [aConnection(), aConnection()];
    await leftOut.add(main, amount('revenue', '0.1'));
    await leftOut.add(main, amount('revenue', '0.2'));
    await leftOut.add(main, amount('revenue', '100', 'KRW'));
    await leftOut.add(main, amount('refunds', '12345678901234567890.05'));
    await leftOut.add(other, amount('refunds', '6'));

    const sums = await leftOut.read([main, other, aConnection()]);
    expect([...sums]).toEqual([
      [
        connectionLane(main),
        [
          amount('refunds', '12345678901234567890.05'),
          amount('revenue', '100', 'KRW'),
          amount('revenue', '0.3'),
        ],
      ],
      [connectionLane(other), [amount('refunds', '6')]],
    ]);
  });

  test('lose none that are added at once', async () => {
    const leftOut = create();
    const main = aConnection();
    await Promise.all(Array.from({ length: 20 }, () => leftOut.add(main, amount('revenue', '10.01'))));

    expect((await leftOut.read([main])).get(connectionLane(main))).toEqual([amount('revenue', '200.2')]);
  });
});
