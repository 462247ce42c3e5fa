import { randomBytes } from 'node:crypto';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, ListBucketsCommand, type S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ListQueuesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../../../infra/local/aws/local-aws.ts';
import type { TableSettings } from '../../harness/table-settings-proxy.ts';
import type { PhysicalResources } from './stack-store.ts';

const QUEUE_SETTINGS = ['VisibilityTimeout', 'MessageRetentionPeriod', 'RedrivePolicy'];

const MAX_BUCKET_NAME = 63;

/** The stand-ins in which queues, tables and buckets of stacks are made. */
export interface Emulators {
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  readonly dynamoDb: DynamoDBClient;
  /** Origin of the addresses of queues. */
  readonly queueOrigin: string;
  readonly settings: Map<string, TableSettings>;
}

/** Returns resources that are real queues, tables and buckets of the stand-ins. All others are only names. */
export function emulatedResources({
  sqs,
  s3,
  dynamoDb,
  queueOrigin,
  settings,
}: Emulators): PhysicalResources {
  const addressOf = (name: string): string => `${queueOrigin}/${LOCAL_ACCOUNT}/${name}`;
  const makers: Readonly<Record<string, (name: string, properties: Properties) => Promise<string>>> = {
    'AWS::SQS::Queue': async (name, properties) => {
      const set = QUEUE_SETTINGS.filter((key) => properties[key] !== undefined);
      // JSON of a number is its text.
      const attributes = Object.fromEntries(set.map((key) => [key, JSON.stringify(properties[key])]));
      await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
      return addressOf(name);
    },
    'AWS::DynamoDB::Table': async (TableName, { BillingMode, AttributeDefinitions, KeySchema, ...more }) => {
      const input = { TableName, BillingMode, AttributeDefinitions, KeySchema };
      await dynamoDb.send(new CreateTableCommand(input as CreateTableCommandInput));
      settings.set(TableName, {
        expiryAttribute: more['TimeToLiveSpecification'] === undefined ? undefined : 'expiresAt',
        isRecoverable: more['PointInTimeRecoverySpecification'] !== undefined,
      });
      return TableName;
    },
    'AWS::S3::Bucket': async (name) => {
      // CloudFormation shortens what is in front, too.
      const Bucket = name.toLowerCase().slice(-MAX_BUCKET_NAME);
      await s3.send(new CreateBucketCommand({ Bucket }));
      return Bucket;
    },
  };
  const lists: Readonly<Record<string, () => Promise<readonly string[]>>> = {
    'AWS::SQS::Queue': async () =>
      ((await sqs.send(new ListQueuesCommand({}))).QueueUrls ?? []).map((url) =>
        addressOf(url.split('/').at(-1) ?? ''),
      ),
    'AWS::DynamoDB::Table': async () => (await dynamoDb.send(new ListTablesCommand({}))).TableNames ?? [],
    'AWS::S3::Bucket': async () =>
      ((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name = '' }) => Name),
  };
  return {
    async make({ stack, name, type, properties }) {
      const physicalName = `${stack}-${name}-${randomBytes(6).toString('hex')}`;
      return (await makers[type]?.(physicalName, properties)) ?? physicalName;
    },
    arnOf: (physicalId) =>
      `arn:aws:sqs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${physicalId.split('/').at(-1) ?? ''}`,
    exists: async (type, physicalId) => (await lists[type]?.())?.includes(physicalId) ?? false,
  };
}

type Properties = Readonly<Record<string, unknown>>;
