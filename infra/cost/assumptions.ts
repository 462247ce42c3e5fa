import type { BatchSize } from './measured.ts';

/** Average billed milliseconds of both functions, cold starts included, as CloudWatch knows them of a deployment. */
export interface Durations {
  readonly receiveWebhook: number;
  readonly drainEvents: number;
}

/** What the bill depends on besides prices and the number of orders. Names as in `serverless.yml` where it has them. */
export interface Assumptions {
  /** Deliveries of one order, all of a paid one: the first becomes a purchase, the others are found in the ledger. */
  readonly webhooksPerOrder: number;
  /** How many events an invocation of the drain gets. */
  readonly eventsPerBatch: BatchSize;
  readonly entrance: 'http-api' | 'function-url';
  readonly architecture: 'arm64' | 'x86_64';
  readonly memorySize: number;
  readonly logLevel: 'INFO' | 'WARN';
  readonly logRetentionDays: number;
  readonly parkedRetentionDays: number;
  readonly tracing: 'PassThrough' | 'Active';
  readonly hasOwnKey: boolean;
  readonly drainConcurrency: number;
  /** What the connection's setting of this name says. */
  readonly profiles: 'ignore' | 'send';
  /** Given: these instead of what was measured on a development machine. */
  readonly durations: Durations | undefined;
}

/**
 * The stack as it is deployed, for a shop with all three Shopify topics. How often Shopify delivers `orders/updated` is
 * not documented: one creation, one payment and two updates (payment, fulfilment) are assumed. One event a batch is
 * what a small shop has, and the dearest for any.
 */
export const asDeployed: Assumptions = {
  webhooksPerOrder: 4,
  eventsPerBatch: 1,
  entrance: 'http-api',
  architecture: 'arm64',
  memorySize: 512,
  logLevel: 'INFO',
  logRetentionDays: 30,
  parkedRetentionDays: 90,
  tracing: 'PassThrough',
  hasOwnKey: false,
  drainConcurrency: 5,
  profiles: 'ignore',
  durations: undefined,
};

/** Hours of a month, as AWS's own calculator counts them. */
export const HOURS_PER_MONTH = 730;
export const SECONDS_PER_MONTH = HOURS_PER_MONTH * 3_600;

/** How long the ledger remembers an order. */
export const LEDGER_DAYS = 400;

/** Metrics that the alarms of `infra/alarms.yml` look at: AWS charges an alarm by the metrics it names. */
export const ALARM_METRICS = 34;

/** Dashboards of `infra/dashboard.yml`. */
export const DASHBOARDS = 1;

/** Assumed: ten alarms a month, each of which mails when it goes off and when it is well again. */
export const MAILS_PER_MONTH = 20;

/**
 * With a maximum concurrency set, Lambda keeps five pollers on an idle queue: the fewer it may go down to otherwise are
 * not to be had then. How long each waits for a message is not documented; SQS allows 20 s.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html (read 2026-11-24)
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/best-practices-setting-up-long-polling.html (read 2026-11-24)
 */
export const POLLERS = 5;
/** `events`, `fetches` and `erasures`. */
export const POLLED_QUEUES = 3;
export const LONG_POLL_SECONDS = 20;

/**
 * Of a hundred invocations. AWS saw fewer than one.
 * @see https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/ (read 2026-11-24)
 */
export const COLD_STARTS_PERCENT = 1;

/**
 * Memory that comes with one whole vCPU; less memory is as much less of it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html (read 2026-11-24)
 */
export const FULL_CPU_MB = 1_769;

/** What an invocation waits for the other side, in milliseconds a call: assumed, stand-ins answer at once. */
export const AWS_CALL_MS = 10;
export const DFINERY_CALL_MS = 100;

/**
 * Webhooks about customers that an order brings where profiles are sent: assumed, that every order is of a customer of its
 * own, who is told of with something new for both calls, and once more with nothing new but a later time.
 */
export const PROFILE_WEBHOOKS_PER_ORDER = { news: 1, confirmed: 1 } as const;

/** Deliveries of a million that cannot be read: assumed. */
export const PARKED_PER_MILLION = 100;

/** Headers and the handshake of TLS, in bytes: assumed. */
export const REQUEST_OVERHEAD_BYTES = 1_500;
export const ANSWER_OVERHEAD_BYTES = 500;
