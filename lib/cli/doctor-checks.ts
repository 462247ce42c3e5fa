import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { countMessages } from '../queue/count-messages.ts';
import type { LetterQueue } from '../queue/letter-message.ts';
import {
  addressOf,
  type CheckResult,
  type Patient,
  patience,
  TIMEOUT_MS,
  unreachable,
} from './doctor-patient.ts';
import type { OperatorAccess } from './operator-access.ts';
import { VERSION } from './version.ts';

interface Check {
  readonly name: string;
  /** Rejects where what it looks at cannot be reached. */
  readonly run: (patient: Patient) => Promise<CheckResult>;
}

/** Signatures of AWS allow 5 minutes. */
const MAX_SKEW_MS = 60_000;
/** SQS hands out nothing more at about 120,000. */
const MANY_IN_FLIGHT = 80_000;

/** Looked at once. */
export const checks: readonly Check[] = [
  { name: 'versions', run: checkVersions },
  { name: 'events queue', run: checkEvents },
  { name: 'dead-letter queue', run: (patient) => checkDeadLetters(patient, 'events') },
  { name: 'fetches queue', run: checkFetches },
  { name: 'fetches dead-letter queue', run: (patient) => checkDeadLetters(patient, 'fetches') },
  { name: 'erasures dead-letter queue', run: (patient) => checkDeadLetters(patient, 'erasures') },
  { name: 'ledger', run: checkLedger },
  { name: 'parked deliveries', run: checkParked },
  { name: 'clock', run: checkClock },
  { name: 'connections', run: checkConnections },
];

function checkVersions({ access }: Patient): Promise<CheckResult> {
  const { ADAPTER_VERSION: deployed = VERSION } = access.config;
  const found = `adapter ${deployed}, here ${VERSION}, Node ${process.versions.node}`;
  if (deployed === VERSION) return Promise.resolve({ state: 'ok', found });
  const advice =
    'What is deployed and what is here differ: deploy, or check out the commit that is deployed.';
  return Promise.resolve({ state: 'warn', found, advice });
}

async function checkEvents({ access }: Patient): Promise<CheckResult> {
  return depthOf(await countIn(access, access.config.EVENTS_QUEUE_URL));
}

async function checkFetches({ access }: Patient): Promise<CheckResult> {
  return depthOf(await countIn(access, access.config.FETCHES_QUEUE_URL));
}

function depthOf({ visible, inFlight }: Awaited<ReturnType<typeof countMessages>>): CheckResult {
  const found = `${visible} waiting, ${inFlight} in back-off`;
  if (inFlight < MANY_IN_FLIGHT) return { state: 'ok', found };
  return { state: 'warn', found, advice: 'See the runbook: messages in flight above 80,000.' };
}

async function checkDeadLetters({ access }: Patient, queue: LetterQueue): Promise<CheckResult> {
  const { config } = access;
  const addresses = {
    events: config.DEAD_LETTER_QUEUE_URL,
    fetches: config.FETCHES_DEAD_LETTER_QUEUE_URL,
    erasures: config.ERASURES_DEAD_LETTER_QUEUE_URL,
  } satisfies Record<LetterQueue, string>;
  const { visible, inFlight } = await countIn(access, addresses[queue]);
  const letters = visible + inFlight;
  if (letters === 0) return { state: 'ok', found: 'empty' };
  const advice = `adapter dead-letters list --queue ${queue}`;
  return { state: 'warn', found: `${letters} dead letters`, advice };
}

async function countIn({ settingsOf }: OperatorAccess, queueUrl: string) {
  const sqs = new SQSClient({ ...settingsOf('SQS'), ...patience });
  try {
    return await countMessages(sqs, queueUrl);
  } finally {
    sqs.destroy();
  }
}

async function checkLedger({ access: { config, settingsOf } }: Patient): Promise<CheckResult> {
  const dynamoDb = new DynamoDBClient({ ...settingsOf('DYNAMODB'), ...patience });
  try {
    const command = new GetItemCommand({ TableName: config.LEDGER_TABLE, Key: { id: { S: 'doctor' } } });
    await dynamoDb.send(command, { abortSignal: AbortSignal.timeout(TIMEOUT_MS) });
    return { state: 'ok', found: 'answers' };
  } finally {
    dynamoDb.destroy();
  }
}

async function checkParked({ access: { config, settingsOf } }: Patient): Promise<CheckResult> {
  const s3 = new S3Client({ ...settingsOf('S3'), ...patience });
  try {
    const command = new ListObjectsV2Command({ Bucket: config.PARKED_BUCKET, MaxKeys: 1_000 });
    const { KeyCount = 0, IsTruncated } = await s3.send(command, {
      abortSignal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (KeyCount === 0) return { state: 'ok', found: 'none' };
    return {
      state: 'warn',
      found: `${KeyCount}${IsTruncated ? ' and more' : ''}`,
      advice: 'adapter parked list',
    };
  } finally {
    s3.destroy();
  }
}

async function checkClock({ access }: Patient): Promise<CheckResult> {
  const before = Date.now();
  const response = await fetch(addressOf(access), { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    unreachable,
  );
  const there = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(there)) return { state: 'warn', found: 'the adapter’s address tells no time' };
  // The header has whole seconds.
  const skewMs = Math.max(0, Math.abs(there - before) - 1_000);
  const found = skewMs < 2_000 ? 'agrees' : `${Math.round(skewMs / 1_000)} s apart`;
  if (skewMs <= MAX_SKEW_MS) return { state: 'ok', found };
  return {
    state: 'fail',
    found,
    advice: 'Set this machine’s clock: signatures of AWS and of shops have a time.',
  };
}

async function checkConnections({ access }: Patient): Promise<CheckResult> {
  const connections = [...(await access.connections().list()).values()];
  const halves = connections.filter(({ shop, dfinery }) => shop === undefined || dfinery === undefined);
  if (connections.length === 0) {
    return { state: 'fail', found: 'there is none', advice: 'adapter connection put' };
  }
  if (halves.length === 0) return { state: 'ok', found: connections.map(({ id }) => id).join(', ') };
  const ids = halves.map(({ id }) => id).join(', ');
  return { state: 'fail', found: `half of ${ids} is missing`, advice: 'adapter connection put' };
}
