import { ANSWER_OVERHEAD_BYTES, PROFILE_WEBHOOKS_PER_ORDER, REQUEST_OVERHEAD_BYTES } from './assumptions.ts';
import { gatewayRequests } from './gateway-usage.ts';
import { durationPrice, megabyteMilliseconds } from './lambda-usage.ts';
import { itemStorage, unitsToWrite } from './ledger-usage.ts';
import { DRAIN, logBytesOf, logLines, RECEIVER } from './log-usage.ts';
import { profileTimes } from './profile-times.ts';
import { chunksOf } from './queue-usage.ts';
import { perOrder, standing, type UsageLine, type Workload } from './usage-line.ts';

const ORDERS = 1_000_000n;
const NEWS = ORDERS * BigInt(PROFILE_WEBHOOKS_PER_ORDER.news);
const CONFIRMED = ORDERS * BigInt(PROFILE_WEBHOOKS_PER_ORDER.confirmed);
const WEBHOOKS = NEWS + CONFIRMED;

/** The marker of erasures, the customer's item, and the pause of each of the two calls. */
const READS = 4n;
/** The claim, and what is known from now on. */
const WRITES = 2n;
/** A request to Dfinery is counted before it leaves; on its own, each is counted alone. */
const CALLS = 2n;

/**
 * What profiles take where they are sent, besides the orders: every webhook about a customer comes on its own, to a batch
 * of its own. Retries that the ledger knows to the second are left out.
 */
export function profileUsage(workload: Workload): UsageLine[] {
  if (workload.assumptions.profiles === 'ignore') return [];
  return [
    ...gatewayRequests(workload, {
      what: 'requests about customers',
      requests: WEBHOOKS,
      bytes: workload.measured.profiles.webhookBytes,
    }),
    ...lambdaLines(workload),
    ...queueLines(workload),
    ...ledgerLines(workload),
    ...logsOf(workload),
    ...transferLines(workload),
    standing({
      service: 'CloudWatch',
      what: 'metrics of profiles',
      price: 'customMetrics',
      monthly: BigInt(workload.measured.profiles.customMetrics),
    }),
  ];
}

function lambdaLines({ assumptions, measured }: Workload): UsageLine[] {
  const { architecture, memorySize } = assumptions;
  const times = profileTimes(assumptions, measured);
  const megabytes = (invocations: bigint, ms: number) => megabyteMilliseconds(invocations, ms, memorySize);
  return [
    perOrder({
      service: 'Lambda',
      what: 'invocations of both functions for profiles',
      price: 'invocations',
      perMillionOrders: 2n * WEBHOOKS,
    }),
    perOrder({
      service: 'Lambda',
      what: 'duration of both for profiles',
      price: durationPrice[architecture],
      perMillionOrders:
        megabytes(WEBHOOKS, times.receiver) +
        megabytes(NEWS, times.news) +
        megabytes(CONFIRMED, times.confirmed),
    }),
  ];
}

/** Sent, received and deleted one by one. */
function queueLines({ measured }: Workload): UsageLine[] {
  const chunks = chunksOf(measured.profiles.messageBytes);
  return [
    perOrder({
      service: 'SQS',
      what: 'send, receive and delete of profiles',
      price: 'queueRequests',
      perMillionOrders: WEBHOOKS * (2n * chunks + 1n),
    }),
  ];
}

function ledgerLines({ measured }: Workload): UsageLine[] {
  const { itemBytes } = measured.profiles;
  return [
    perOrder({
      service: 'DynamoDB',
      what: 'reads of customers, pauses and erasures',
      price: 'ledgerReads',
      perMillionOrders: WEBHOOKS * READS,
    }),
    perOrder({
      service: 'DynamoDB',
      what: 'claims and facts of customers',
      price: 'ledgerWrites',
      perMillionOrders: WEBHOOKS * WRITES * unitsToWrite(itemBytes),
    }),
    ...itemStorage({ items: NEWS, itemBytes, of: 'customers' }),
  ];
}

function logsOf({ assumptions: { logLevel, logRetentionDays }, measured }: Workload): UsageLine[] {
  const { receiver, drainNews, drainConfirmed } = measured.profiles;
  const ofDrain = { functionName: DRAIN, logLevel };
  const bytes =
    WEBHOOKS * logBytesOf(receiver, { functionName: RECEIVER, logLevel }) +
    NEWS * logBytesOf(drainNews, ofDrain) +
    CONFIRMED * logBytesOf(drainConfirmed, ofDrain);
  return logLines(bytes, logRetentionDays).map((line) => ({ ...line, what: `${line.what}, of profiles` }));
}

function transferLines({ measured: { answerBytes, profiles } }: Workload): UsageLine[] {
  const requests = BigInt(profiles.requestBytes) + CALLS * BigInt(REQUEST_OVERHEAD_BYTES);
  return [
    perOrder({
      service: 'Data transfer',
      what: 'requests to Dfinery and answers to the shop, of profiles',
      price: 'dataOut',
      perMillionOrders: NEWS * requests + WEBHOOKS * BigInt(answerBytes + ANSWER_OVERHEAD_BYTES),
    }),
  ];
}
