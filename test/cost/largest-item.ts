import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { itemBytes } from '../../infra/cost/item-bytes.ts';
import { localClientSettings } from '../../infra/local/local-aws.ts';
import type { Tables } from '../../infra/local/tables.ts';

/** Returns the bytes of the largest item of the ledger that has an attribute. */
export async function largestItem({ endpoint, ledger }: Tables, attribute: string): Promise<number> {
  const client = new DynamoDBClient(localClientSettings(endpoint));
  const { Items = [] } = await client.send(new ScanCommand({ TableName: ledger }));
  client.destroy();
  return Math.max(...Items.filter((item) => attribute in item).map(itemBytes));
}
