import { randomUUID } from 'node:crypto';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { DfineryConnection } from '../connection.ts';
import type { StoredShop } from '../connections/stored-connections.ts';
import { countMessages } from '../queue/count-messages.ts';
import { findSource } from '../sources/registry.ts';
import type { askDfinery } from './ask-dfinery.ts';
import type { OperatorAccess } from './operator-access.ts';
import { VERSION } from './version.ts';

export interface CheckResult {
  readonly state: 'ok' | 'warn' | 'fail';
  readonly found: string;
  /** What to do, where something is to be done. */
  readonly advice?: string | undefined;
}

/** What is checked. */
export interface Patient {
  readonly access: OperatorAccess;
  readonly askDfinery: typeof askDfinery;
}

export interface ConnectionUnderCheck {
  readonly id: string;
  readonly shop: StoredShop;
  readonly dfinery: DfineryConnection;
}

interface Check {
  readonly name: string;
  /** Rejects where what it looks at cannot be reached. */
  readonly run: (patient: Patient) => Promise<CheckResult>;
}

/** No connection is interested in it, so it is verified, ignored and never sent on. */
const DOCTOR_TOPIC = 'adapter/doctor';

const TIMEOUT_MS = 10_000;
/** Signatures of AWS allow 5 minutes. */
const MAX_SKEW_MS = 60_000;
/** SQS hands out nothing more at about 120,000. */
const MANY_IN_FLIGHT = 80_000;

/** Looked at once. */
export const checks: readonly Check[] = [
  { name: 'versions', run: checkVersions },
  { name: 'events queue', run: checkEvents },
  { name: 'dead-letter queue', run: checkDeadLetters },
  { name: 'ledger', run: checkLedger },
  { name: 'parked deliveries', run: checkParked },
  { name: 'clock', run: checkClock },
  { name: 'connections', run: checkConnections },
];

/** Looked at for every connection. */
export const connectionChecks: readonly {
  readonly name: string;
  readonly run: (patient: Patient, connection: ConnectionUnderCheck) => Promise<CheckResult>;
}[] = [
  { name: 'Dfinery credentials', run: checkDfinery },
  { name: 'signed webhook', run: checkWebhook },
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
  const { visible, inFlight } = await countIn(access, access.config.EVENTS_QUEUE_URL);
  const found = `${visible} waiting, ${inFlight} in back-off`;
  if (inFlight < MANY_IN_FLIGHT) return { state: 'ok', found };
  return { state: 'warn', found, advice: 'See the runbook: messages in flight above 80,000.' };
}

async function checkDeadLetters({ access }: Patient): Promise<CheckResult> {
  const { visible, inFlight } = await countIn(access, access.config.DEAD_LETTER_QUEUE_URL);
  const letters = visible + inFlight;
  if (letters === 0) return { state: 'ok', found: 'empty' };
  return { state: 'warn', found: `${letters} dead letters`, advice: 'adapter dead-letters list' };
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

async function checkDfinery(
  { access, askDfinery: ask }: Patient,
  { dfinery }: ConnectionUnderCheck,
): Promise<CheckResult> {
  const { outcome, code, meaning } = await ask(dfinery, access.environment);
  if (outcome === 'usable') return { state: 'ok', found: meaning };
  return { state: 'fail', found: `${code}: ${meaning}`, advice: adviceFor[outcome] };
}

const adviceFor = {
  wrong: 'adapter connection put, with the service id and the token that the console shows.',
  unknown: 'Events wait meanwhile. Look at Dfinery’s status and at this machine’s way to it.',
} as const;

async function checkWebhook({ access }: Patient, { id, shop }: ConnectionUnderCheck): Promise<CheckResult> {
  const source = findSource(shop.source);
  const [secret] = shop.secrets;
  if (source === undefined || secret === undefined)
    return { state: 'fail', found: `no source ${shop.source}` };
  const body = source.topicInBody?.write(DOCTOR_TOPIC) ?? { doctor: true };
  const rawBody = Buffer.from(JSON.stringify(body));
  const signing = { rawBody, secret, topic: DOCTOR_TOPIC, shop: shop.shop ?? id };
  const headers = source.sign({ ...signing, deliveryId: `doctor-${randomUUID()}`, now: new Date() });
  const response = await fetch(`${addressOf(access)}/webhooks/${source.id}/${id}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(rawBody),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(unreachable);
  const answer = await response.text();
  if (response.status === 200 && answer.includes('"ignored"')) {
    return { state: 'ok', found: 'verified, and not sent on' };
  }
  const advice = webhookAdvice[response.status] ?? 'Read the receiver’s log.';
  return { state: 'fail', found: `${response.status} ${answer.slice(0, 100)}`, advice };
}

const webhookAdvice: Readonly<Record<number, string>> = {
  401: 'The receiver knows another secret; a change takes 5 minutes to be seen.',
  404: 'The receiver does not know this connection; a new one takes a minute to be seen.',
  503: 'The receiver cannot reach SSM, SQS or S3: read its log.',
};

function addressOf({ config }: OperatorAccess): string {
  if (config.ADAPTER_URL !== undefined) return config.ADAPTER_URL;
  throw new Error('Nobody says where the adapter listens: set ADAPTER_URL, or use --stage or --local');
}

/** `fetch failed` says little; its cause names the address. */
function unreachable(error: unknown): never {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  throw cause instanceof Error ? cause : new Error(String(cause));
}

/** A person waits, and wants to know at once. */
const patience = { maxAttempts: 1 } as const;
