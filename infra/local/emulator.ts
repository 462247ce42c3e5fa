import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { LOCAL_ACCOUNT, LOCAL_REGION, localClientSettings } from './local-aws.ts';

const EVENTS = 'events';
const DEAD_LETTERS = 'events-dead-letter';
const PARKED = 'parked-deliveries';

/** 14 days, as on AWS. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

export interface Emulator {
  /** Where SQS and S3 are reached. */
  readonly endpoint: string;
  readonly eventsQueueUrl: string;
  readonly eventsQueueArn: string;
  readonly deadLetterQueueUrl: string;
  readonly parkedBucket: string;
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** 0 takes any free one. */
  readonly port?: number;
  /** How long a received message stays hidden. Default as on AWS: 370 s. */
  readonly visibilitySeconds?: number;
}

/**
 * Starts SQS and S3 on 127.0.0.1 with the queues and the bucket of the adapter; everything is kept in memory.
 * Queue addresses are plain `127.0.0.1` ones, because the emulator's own host names do not resolve everywhere.
 * `buildApp` is used instead of `startFauxqs`, which listens on every interface.
 * @see https://github.com/kibertoad/fauxqs (read 2026-11-24)
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const app = buildApp({ logger: false, defaultRegion: LOCAL_REGION });
  const endpoint = await app.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  try {
    await createQueues(endpoint, options.visibilitySeconds ?? 370);
    await createBucket(endpoint);
  } catch (error) {
    await app.close();
    throw error;
  }
  const queueUrl = (name: string): string => `${endpoint}/${LOCAL_ACCOUNT}/${name}`;
  return {
    endpoint,
    eventsQueueUrl: queueUrl(EVENTS),
    eventsQueueArn: queueArn(EVENTS),
    deadLetterQueueUrl: queueUrl(DEAD_LETTERS),
    parkedBucket: PARKED,
    stop: () => app.close(),
  };
}

async function createQueues(endpoint: string, visibilitySeconds: number): Promise<void> {
  const sqs = new SQSClient(localClientSettings(endpoint));
  const retention = { MessageRetentionPeriod: String(RETENTION_SECONDS) };
  await sqs.send(new CreateQueueCommand({ QueueName: DEAD_LETTERS, Attributes: retention }));
  const redrive = { deadLetterTargetArn: queueArn(DEAD_LETTERS), maxReceiveCount: 1000 };
  const attributes = {
    ...retention,
    VisibilityTimeout: String(visibilitySeconds),
    RedrivePolicy: JSON.stringify(redrive),
  };
  await sqs.send(new CreateQueueCommand({ QueueName: EVENTS, Attributes: attributes }));
  sqs.destroy();
}

async function createBucket(endpoint: string): Promise<void> {
  const s3 = new S3Client({ ...localClientSettings(endpoint), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: PARKED }));
  s3.destroy();
}

function queueArn(name: string): string {
  return `arn:aws:sqs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${name}`;
}
