import {
  ALARM_METRICS,
  DASHBOARDS,
  HOURS_PER_MONTH,
  MAILS_PER_MONTH,
  SECONDS_PER_MONTH,
} from './assumptions.ts';
import { standing, type UsageLine, type Workload } from './usage-line.ts';

/** How often an execution environment looks a connection up anew. As in `lib/connections/`. */
const LOOK_UPS_PER_HOUR = 12;

/**
 * How long SQS and DynamoDB keep a data key before they ask for the next; SQS does so for each who sends and each who
 * receives.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html (read 2026-11-24)
 */
const KEY_SECONDS = 300;
const QUEUE_PRODUCERS = 1;
const QUEUE_CONSUMERS = 1;

/** What a month costs before the first order, at most: every metric is written every hour, every environment lives on. */
export function standingUsage(workload: Workload): UsageLine[] {
  const { drainConcurrency } = workload.assumptions;
  const environments = 1 + drainConcurrency;
  return [
    standing({
      service: 'CloudWatch',
      what: 'metrics of the functions’ own',
      price: 'customMetrics',
      monthly: BigInt(workload.measured.customMetrics),
    }),
    standing({
      service: 'CloudWatch',
      what: 'metrics that alarms look at',
      price: 'alarmMetrics',
      monthly: BigInt(ALARM_METRICS),
    }),
    standing({ service: 'CloudWatch', what: 'dashboard', price: 'dashboards', monthly: BigInt(DASHBOARDS) }),
    standing({
      service: 'KMS',
      what: `look-ups of one connection’s secrets, by ${environments} execution environments`,
      price: 'keyRequests',
      monthly: BigInt(environments * LOOK_UPS_PER_HOUR * HOURS_PER_MONTH),
    }),
    standing({ service: 'SNS', what: 'mails of alarms', price: 'mails', monthly: BigInt(MAILS_PER_MONTH) }),
    ...ownKeyUsage(workload),
  ];
}

function ownKeyUsage({ assumptions }: Workload): UsageLine[] {
  if (!assumptions.hasOwnKey) return [];
  const keysPerMonth = SECONDS_PER_MONTH / KEY_SECONDS;
  const ofQueue = keysPerMonth * (2 * QUEUE_PRODUCERS + QUEUE_CONSUMERS);
  return [
    standing({ service: 'KMS', what: 'key of one’s own', price: 'keys', monthly: 1n }),
    standing({
      service: 'KMS',
      what: 'requests of the queue and the ledger for that key',
      price: 'keyRequests',
      monthly: BigInt(ofQueue + keysPerMonth),
    }),
  ];
}
