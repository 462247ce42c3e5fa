import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { answerProgramsOnly } from '../start-stand-in.ts';
import { localClientSettings } from './local-aws.ts';

const LEDGER = 'ledger';
const TOKENS = 'tokens';
const ERASURES = 'erasures';

export interface Tables {
  /** Where DynamoDB is reached. */
  readonly endpoint: string;
  /** Names of the tables. */
  readonly ledger: string;
  readonly tokens: string;
  readonly erasures: string;
  stop(): Promise<void>;
}

/**
 * Starts DynamoDB on 127.0.0.1 with the adapter's tables; everything is kept in
 * memory. It has neither expiry nor transactions; the adapter needs neither.
 * @see https://github.com/architect/dynalite (read 2026-11-24)
 */
export async function startTables(): Promise<Tables> {
  const server = dynalite({ createTableMs: 0 });
  // By itself it lets pages of any site read and write everything.
  answerProgramsOnly(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => {
        resolve();
      });
    });
  try {
    await createTables(endpoint);
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, ledger: LEDGER, tokens: TOKENS, erasures: ERASURES, stop };
}

async function createTables(endpoint: string): Promise<void> {
  const dynamoDb = new DynamoDBClient(localClientSettings(endpoint));
  for (const TableName of [LEDGER, TOKENS, ERASURES]) {
    await dynamoDb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
  }
  dynamoDb.destroy();
}
