import { type AttributeValue, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { localClientSettings } from '../../../infra/local/aws/local-aws.ts';
import type { PackagedStack } from './packaged-stack.ts';

/** Makes all that was sent and checked until now look as if that had been so much earlier. */
export async function ageLedger({ tables }: Pick<PackagedStack, 'tables'>, ms: number): Promise<void> {
  const dynamoDb = new DynamoDBClient(localClientSettings(tables.endpoint));
  const TableName = tables.ledger;
  const earlier = (time: AttributeValue | undefined) => ({ N: String(Number(time?.N) - ms) });
  let from: Record<string, AttributeValue> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await dynamoDb.send(
      new ScanCommand({ TableName, ExclusiveStartKey: from }),
    );
    for (const item of Items) {
      const parts = Object.entries(item['states']?.M ?? {}).map(
        ([part, { M = {} }]) => [part, { M: { ...M, at: earlier(M['at']) } }] as const,
      );
      const aged = {
        ...item,
        ...(parts.length > 0 && { states: { M: Object.fromEntries(parts) } }),
        ...(item['end'] !== undefined && { end: earlier(item['end']) }),
      };
      await dynamoDb.send(new PutItemCommand({ TableName, Item: aged }));
    }
    from = LastEvaluatedKey;
  } while (from !== undefined);
  dynamoDb.destroy();
}
