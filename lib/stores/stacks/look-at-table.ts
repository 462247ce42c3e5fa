import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { ConfigError } from '../../model/errors.ts';

/** A table as it is. */
export interface SeenTable {
  /** As a template says them. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** DynamoDB counts them about every six hours. */
  readonly items: number;
}

const ON: ReadonlySet<string | undefined> = new Set(['ENABLED', 'ENABLING', 'UPDATING']);

/**
 * Returns a table, or `undefined` if there is none. A table that was restored has neither expiry nor recovery.
 * @throws {ConfigError} it is no table of this adapter.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/pointintimerecovery_restores.html (read 2026-11-30)
 */
export async function lookAtTable(
  dynamoDb: DynamoDBClient,
  TableName: string,
): Promise<SeenTable | undefined> {
  const table = await describe(dynamoDb, TableName);
  if (table === undefined || table.TableStatus === 'DELETING') return undefined;
  refuseOther(TableName, table);
  const [{ TimeToLiveDescription: expiry }, { ContinuousBackupsDescription: backups }] = await Promise.all([
    dynamoDb.send(new DescribeTimeToLiveCommand({ TableName })),
    dynamoDb.send(new DescribeContinuousBackupsCommand({ TableName })),
  ]);
  const { AttributeDefinitions, KeySchema, SSEDescription: encryption, ItemCount: items = 0 } = table;
  const properties = {
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions,
    KeySchema,
    ...(ON.has(expiry?.TimeToLiveStatus) && {
      TimeToLiveSpecification: { AttributeName: expiry?.AttributeName, Enabled: true },
    }),
    ...(ON.has(encryption?.Status) && {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: encryption?.KMSMasterKeyArn },
    }),
    ...(ON.has(backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus) && {
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  };
  return { properties, items };
}

async function describe(dynamoDb: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> {
  try {
    return (await dynamoDb.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function refuseOther(name: string, { KeySchema = [], BillingModeSummary, TableStatus }: TableDescription) {
  const key = KeySchema.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`).join();
  if (key !== 'id HASH') throw new ConfigError(`${name} is no table of this adapter: its key is ${key}`);
  if (BillingModeSummary?.BillingMode !== 'PAY_PER_REQUEST') {
    throw new ConfigError(`${name} is not billed on demand: change that first`);
  }
  if (TableStatus !== 'ACTIVE') throw new ConfigError(`${name} is ${TableStatus}: wait until it is ACTIVE`);
}
