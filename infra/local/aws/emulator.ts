import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { answerProgramsOnly } from '../start-stand-in.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION, localClientSettings } from './local-aws.ts';

const EVENTS = 'events';
const DEAD_LETTERS = 'events-dead-letter';
const FETCHES = 'fetches';
const FETCHES_DEAD_LETTERS = 'fetches-dead-letter';
const ERASURES = 'erasures';
const ERASURES_DEAD_LETTERS = 'erasures-dead-letter';
const PARKED = 'parked-deliveries';

/** 14 days, as on AWS. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

export interface Emulator {
  /** Where SQS and S3 are reached. */
  readonly endpoint: string;
  readonly eventsQueueUrl: string;
  readonly eventsQueueArn: string;
  readonly deadLetterQueueUrl: string;
  readonly fetchesQueueUrl: string;
  readonly fetchesQueueArn: string;
  readonly fetchesDeadLetterQueueUrl: string;
  readonly erasuresQueueUrl: string;
  readonly erasuresQueueArn: string;
  readonly erasuresDeadLetterQueueUrl: string;
  readonly parkedBucket: string;
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  /** How long a received message stays hidden. Default as on AWS: 370 s. */
  readonly visibilitySeconds?: number;
  /** How long an empty queue keeps a caller waiting at most. Default: as long as the caller asks. */
  readonly longestPollSeconds?: number;
}

/**
 * Starts SQS and S3 on 127.0.0.1 with the queues and the bucket of the adapter; everything is kept in memory.
 * Queue addresses are plain `127.0.0.1` ones, because the emulator's own host names do not resolve everywhere.
 * `buildApp` is used instead of `startFauxqs`, which listens on every interface.
 * @see https://github.com/kibertoad/fauxqs (read 2026-11-24)
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const app = buildApp({ logger: false, defaultRegion: LOCAL_REGION });
  answerProgramsOnly(app.server);
  const { longestPollSeconds } = options;
  if (longestPollSeconds !== undefined) {
    app.addHook('preHandler', ({ body }, _reply, done) => {
      if (isLongPoll(body)) body.WaitTimeSeconds = Math.min(body.WaitTimeSeconds, longestPollSeconds);
      done();
    });
  }
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
    fetchesQueueUrl: queueUrl(FETCHES),
    fetchesQueueArn: queueArn(FETCHES),
    fetchesDeadLetterQueueUrl: queueUrl(FETCHES_DEAD_LETTERS),
    erasuresQueueUrl: queueUrl(ERASURES),
    erasuresQueueArn: queueArn(ERASURES),
    erasuresDeadLetterQueueUrl: queueUrl(ERASURES_DEAD_LETTERS),
    parkedBucket: PARKED,
    stop: () => app.close(),
  };
}

function isLongPoll(body: unknown): body is { WaitTimeSeconds: number } {
  return typeof body === 'object' && body !== null && 'WaitTimeSeconds' in body;
}

async function createQueues(endpoint: string, visibilitySeconds: number): Promise<void> {
  const sqs = new SQSClient(localClientSettings(endpoint));
  for (const [queue, deadLetters] of [
    [EVENTS, DEAD_LETTERS],
    [FETCHES, FETCHES_DEAD_LETTERS],
    [ERASURES, ERASURES_DEAD_LETTERS],
  ] as const) {
    await createQueue(sqs, { queue, deadLetters, visibilitySeconds });
  }
  sqs.destroy();
}

async function createQueue(
  sqs: SQSClient,
  names: { readonly queue: string; readonly deadLetters: string; readonly visibilitySeconds: number },
): Promise<void> {
  const retention = { MessageRetentionPeriod: String(RETENTION_SECONDS) };
  await sqs.send(new CreateQueueCommand({ QueueName: names.deadLetters, Attributes: retention }));
  const redrive = { deadLetterTargetArn: queueArn(names.deadLetters), maxReceiveCount: 1000 };
  const attributes = {
    ...retention,
    VisibilityTimeout: String(names.visibilitySeconds),
    RedrivePolicy: JSON.stringify(redrive),
  };
  await sqs.send(new CreateQueueCommand({ QueueName: names.queue, Attributes: attributes }));
}

async function createBucket(endpoint: string): Promise<void> {
  const s3 = new S3Client({ ...localClientSettings(endpoint), forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: PARKED }));
  s3.destroy();
}

function queueArn(name: string): string {
  return `arn:aws:sqs:${LOCAL_REGION}:${LOCAL_ACCOUNT}:${name}`;
}
