import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { localClientSettings } from '../../infra/local/aws/local-aws.ts';
import { openTable } from '../../lib/stores/table.ts';

interface Asked {
  readonly RequestItems: {
    readonly t: { readonly Keys: readonly { readonly id: { readonly S: string } }[] };
  };
}

/** How many of the keys that it is asked for DynamoDB processes. */
let processes: (keys: number) => number;
let calls: number[];
let server: Server;
let dynamoDb: DynamoDBClient;

beforeEach(async () => {
  calls = [];
  server = createServer((request, response) => {
    void request.toArray().then((chunks) => {
      const { RequestItems } = JSON.parse(Buffer.concat(chunks as Buffer[]).toString()) as Asked;
      const { Keys } = RequestItems.t;
      const done = processes(Keys.length);
      calls.push(Keys.length);
      const left = Keys.slice(done);
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(
        JSON.stringify({
          Responses: { t: Keys.slice(0, done) },
          UnprocessedKeys: left.length === 0 ? {} : { t: { Keys: left } },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  dynamoDb = new DynamoDBClient(localClientSettings(`http://127.0.0.1:${port}`));
});

afterEach(() => {
  dynamoDb.destroy();
  server.close();
});

const ids = Array.from({ length: 100 }, (_, index) => `id-${index}`);
const read = (budgetMs: number) =>
  openTable(
    { dynamoDb, table: 't', budgetMs },
    { code: 'ledger-unavailable', message: 'The ledger is unavailable' },
  )((table) => table.read(ids));

test('keys that DynamoDB did not process are asked for again, and all items are returned', async () => {
  processes = (keys) => Math.ceil(keys / 2);

  expect((await read(30_000)).map((item) => item['id']?.S)).toEqual(ids);
  expect(calls).toEqual([100, 50, 25, 12, 6, 3, 1]);
});

test('a table that processes nothing is asked a few times within the budget', async () => {
  processes = () => 0;

  await expect(read(1_500)).rejects.toMatchObject({ code: 'ledger-unavailable' });
  // The shortest waits are 12.5, 25, 50, 100, 200, 400 and 800 ms.
  expect(calls.length).toBeLessThanOrEqual(7);
});
