import { fileURLToPath } from 'node:url';
import type { Issue } from '../../model/errors.ts';
import type { LetterQueue } from '../../queue/letter-message.ts';
import { findSource } from '../../sources/all-sources.ts';
import { checkConnections, sharedSecrets } from '../../stores/connections/check-connections.ts';
import { checkoutCommit } from '../checkout-commit.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { VERSION } from '../version.ts';
import { type CheckResult, HTTP_TIMEOUT_MS } from './check-result.ts';
import { judgeApiVersions } from './judge-api-versions.ts';
import { judgeConcurrency } from './judge-concurrency.ts';
import { judgeEventSources } from './judge-event-sources.ts';
import { judgeSubscriptions } from './judge-subscriptions.ts';
import { judgeVersions } from './judge-versions.ts';

/** Of this checkout, wherever the command is typed. */
const FOLDER = fileURLToPath(new URL('../../..', import.meta.url));

/** The clock of an adapter may differ by this much: AWS signatures allow 5 minutes. */
const MAX_SKEW_MS = 60_000;
/** SQS hands out no more messages at about 120,000. */
const TOO_MANY_IN_FLIGHT = 80_000;
/** More than the function of a queue works on at once, by `serverless.yml`: the rest is in back-off. */
const AT_WORK: Readonly<Record<LetterQueue, number>> = { events: 500, fetches: 20, erasures: 20 };
/** Parked deliveries that are counted. */
const MAX_COUNTED = 1_000;

/** The checks that are made once. `run` rejects if what it checks cannot be reached. */
export const checks: readonly {
  readonly name: string;
  readonly run: (access: OperatorAccess) => Promise<CheckResult>;
}[] = [
  { name: 'versions', run: checkVersions },
  { name: 'concurrency', run: checkConcurrency },
  { name: 'events queue', run: (access) => checkQueue(access, 'events') },
  { name: 'dead-letter queue', run: (access) => checkDeadLetters(access, 'events') },
  { name: 'fetches queue', run: (access) => checkQueue(access, 'fetches') },
  { name: 'fetches dead-letter queue', run: (access) => checkDeadLetters(access, 'fetches') },
  { name: 'erasures queue', run: (access) => checkQueue(access, 'erasures') },
  { name: 'erasures dead-letter queue', run: (access) => checkDeadLetters(access, 'erasures') },
  { name: 'drain’s event source', run: (access) => checkEventSource(access, 'events') },
  { name: 'fetching event source', run: (access) => checkEventSource(access, 'fetches') },
  { name: 'erasing event source', run: (access) => checkEventSource(access, 'erasures') },
  { name: 'alarms', run: checkAlarms },
  { name: 'ledger', run: checkLedger },
  { name: 'table of tokens', run: checkTokensTable },
  { name: 'table of erasures', run: checkErasuresTable },
  { name: 'key of the tombstones', run: checkErasureKey },
  { name: 'parked deliveries', run: checkParked },
  { name: 'clock', run: checkClock },
  { name: 'connections', run: checkStored },
  { name: 'index of connections', run: checkIndex },
  { name: 'API versions', run: checkApiVersions },
];

async function checkVersions({ config }: OperatorAccess): Promise<CheckResult> {
  const { ADAPTER_VERSION: version = VERSION, ADAPTER_COMMIT: commit } = config;
  const here = { version: VERSION, commit: await checkoutCommit(FOLDER), node: process.versions.node };
  return judgeVersions({ version, commit }, here);
}

async function checkConcurrency(access: OperatorAccess): Promise<CheckResult> {
  if (access.isLocal) return { state: 'ok', found: 'not looked at: the local stack has no quota' };
  return judgeConcurrency(await access.concurrency());
}

async function checkQueue(access: OperatorAccess, queue: LetterQueue): Promise<CheckResult> {
  const { visible, inFlight } = await access.depth(queue);
  const found = `${visible} waiting, ${inFlight} in back-off`;
  if (inFlight <= AT_WORK[queue]) return { state: 'ok', found };
  if (inFlight < TOO_MANY_IN_FLIGHT) return { state: 'warn', found, advice: IN_BACK_OFF[queue] };
  return { state: 'fail', found, advice: 'See the runbook: messages in flight above 80,000.' };
}

const IN_BACK_OFF: Readonly<Record<LetterQueue, string>> = {
  events:
    'Below, each connection says whether Dfinery takes its events. Otherwise see the runbook: Events grow old.',
  fetches: 'See the runbook: Orders to be fetched grow old.',
  erasures: 'See the runbook: Privacy requests are dead.',
};

/** The functions of the queues, by the last part of their names. */
const CONSUMERS: Readonly<Record<LetterQueue, string>> = {
  events: 'drainEvents',
  fetches: 'fetchOrders',
  erasures: 'eraseCustomers',
};

async function checkEventSource(access: OperatorAccess, queue: LetterQueue): Promise<CheckResult> {
  const { FUNCTION_PREFIX: prefix } = access.config;
  if (access.isLocal || prefix === undefined)
    return { state: 'ok', found: 'not asked for: this is no stage' };
  const functionName = prefix + CONSUMERS[queue];
  const queueName = access.queueUrl(queue).split('/').at(-1) ?? '';
  return judgeEventSources({ functionName, queueName }, await access.eventSources(functionName));
}

async function checkAlarms(access: OperatorAccess): Promise<CheckResult> {
  const { ALARM_TOPIC_ARN: topic, ALARM_EMAIL_WANTED: wanted } = access.config;
  if (access.isLocal || topic === undefined) return { state: 'ok', found: 'not asked for: this is no stage' };
  return judgeSubscriptions(await access.subscriptions(topic), { wantsEmail: wanted === 'yes' });
}

async function checkDeadLetters(access: OperatorAccess, queue: LetterQueue): Promise<CheckResult> {
  const { visible, inFlight } = await access.lettersDepth(queue);
  const letters = visible + inFlight;
  if (letters === 0) return { state: 'ok', found: 'empty' };
  const advice = `adapter dead-letters list --queue ${queue}`;
  return { state: 'warn', found: `${letters} dead letters`, advice };
}

async function checkLedger(access: OperatorAccess): Promise<CheckResult> {
  const key = { serviceId: 'doctor', source: 'doctor', shop: 'doctor', kind: 'doctor', subjectKey: 'doctor' };
  await access.ledger().read([key]);
  return { state: 'ok', found: 'answers' };
}

async function checkTokensTable(access: OperatorAccess): Promise<CheckResult> {
  await access.tokens().read('doctor');
  return { state: 'ok', found: 'answers' };
}

async function checkErasuresTable(access: OperatorAccess): Promise<CheckResult> {
  await access.standing()(['doctor']);
  return { state: 'ok', found: 'answers' };
}

/** The erasing function makes the key for the first request. If it is lost, nothing is sent while tombstones stand. */
async function checkErasureKey(access: OperatorAccess): Promise<CheckResult> {
  if ((await access.erasureKey().read()) !== undefined) return { state: 'ok', found: 'is there' };
  const records = await access.erasureRecords().list();
  if (records.length === 0) return { state: 'ok', found: 'none yet: nobody asked to be forgotten' };
  const advice = 'Restore it from your copy: see docs/privacy.md, The key of the tombstones.';
  return { state: 'fail', found: `is lost, and there are ${records.length} requests`, advice };
}

async function checkParked(access: OperatorAccess): Promise<CheckResult> {
  const objects = access.parked().list();
  let count = 0;
  while (count <= MAX_COUNTED && !(await objects.next()).done) count += 1;
  if (count === 0) return { state: 'ok', found: 'none' };
  const found = count > MAX_COUNTED ? `${MAX_COUNTED} and more` : `${count}`;
  return { state: 'warn', found, advice: 'adapter parked list' };
}

async function checkClock(access: OperatorAccess): Promise<CheckResult> {
  const before = Date.now();
  const response = await fetch(access.address(), { signal: AbortSignal.timeout(HTTP_TIMEOUT_MS) });
  const there = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(there)) return { state: 'warn', found: 'the adapter’s answer has no date' };
  // The header has whole seconds.
  const skewMs = Math.max(0, Math.abs(there - before) - 1_000);
  const found = skewMs < 2_000 ? 'agrees' : `${Math.round(skewMs / 1_000)} s apart`;
  if (skewMs <= MAX_SKEW_MS) return { state: 'ok', found };
  const advice = 'Set this machine’s clock: the signatures of AWS and of shops have a time.';
  return { state: 'fail', found, advice };
}

/** An older version, or a hand that wrote to SSM, may have stored what `put` refuses. Deliveries go on meanwhile. */
async function checkStored(access: OperatorAccess): Promise<CheckResult> {
  const connections = [...(await access.connections().list()).values()];
  const advice = 'adapter connection put';
  if (connections.length === 0) return { state: 'fail', found: 'there is none', advice };
  const halves = connections.filter(({ shop, dfinery }) => shop === undefined || dfinery === undefined);
  if (halves.length > 0) {
    return { state: 'fail', found: `half of ${halves.map(({ id }) => id).join(', ')} is missing`, advice };
  }
  const together = Object.fromEntries(
    connections.flatMap(({ id, shop, api }) => (shop === undefined ? [] : [[id, { ...shop, api }]])),
  );
  const faults = checkConnections(together);
  if (faults.length > 0) return { state: 'fail', found: listOf(faults), advice: MIXED_ADVICE };
  const warnings = sharedSecrets(together);
  if (warnings.length > 0) return { state: 'warn', found: listOf(warnings), advice: SHARED_ADVICE };
  return { state: 'ok', found: connections.map(({ id }) => id).join(', ') };
}

const MIXED_ADVICE =
  'adapter connection put would refuse it: see docs/connections.md, Two shops on one service.';
const SHARED_ADVICE =
  'Right for shops of one app that has one secret for all of them; otherwise give each shop a secret of its own.';

function listOf(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => `${path} ${message}`).join('; ');
}

/** Without the index, or unlisted in it, a connection that an instance never saw waits or fails while ids are made up. */
async function checkIndex(access: OperatorAccess): Promise<CheckResult> {
  if (access.isLocal) return { state: 'ok', found: 'none: the local stack has no strangers' };
  const index = await access.connections().readIndex();
  const advice = 'adapter connection index';
  if (index.kind === 'full') return { state: 'ok', found: 'none: there are too many connections for one' };
  if (index.kind === 'none') return { state: 'warn', found: 'there is none', advice };
  if (index.lacks.length === 0) return { state: 'ok', found: 'lists every connection' };
  return { state: 'warn', found: `lacks ${index.lacks.join(', ')}`, advice };
}

/** Of the sources that stored connections use. */
async function checkApiVersions(access: OperatorAccess): Promise<CheckResult> {
  const connections = [...(await access.connections().list()).values()];
  const ids = new Set(connections.flatMap(({ shop }) => (shop === undefined ? [] : [shop.source])));
  return judgeApiVersions(
    [...ids].sort().flatMap((id) => findSource(id) ?? []),
    Date.now(),
  );
}
