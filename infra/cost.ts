import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { batchSizes, type Invocation, measured } from './measured.ts';
import { type PriceName, prices, quotes } from './prices.ts';

const Count = v.pipe(v.string(), v.regex(/^[1-9]\d{0,9}$/, 'expected a whole number'), v.transform(Number));
const oneOf = <const First extends string, const Second extends string>(first: First, second: Second) =>
  v.optional(v.picklist([first, second]), first);

/**
 * What the bill depends on besides prices. By default: a million orders a month with
 * the stack as it is deployed. Names are those of `serverless.yml`, if it has them.
 */
export const ScenarioSchema = v.object({
  orders: v.optional(Count, '1000000'),
  region: oneOf('ap-northeast-2', 'us-east-1'),
  webhooksPerOrder: v.optional(Count, '4'),
  eventsPerBatch: v.optional(v.pipe(Count, v.picklist(batchSizes)), '1'),
  profiles: oneOf('ignore', 'send'),
  entrance: oneOf('http-api', 'function-url'),
  architecture: oneOf('arm64', 'x86_64'),
  memorySize: v.optional(Count, '512'),
  logLevel: oneOf('INFO', 'WARN'),
  logRetentionDays: v.optional(Count, '30'),
  parkedRetentionDays: v.optional(Count, '90'),
  tracing: oneOf('PassThrough', 'Active'),
  accessLog: oneOf('none', 'requests'),
  key: oneOf('aws', 'own'),
  drainConcurrency: v.optional(Count, '5'),
  /** CloudWatch charges an alarm by the metrics that it looks at. */
  alarmMetrics: v.optional(Count, countAlarmMetrics),
});

export type Scenario = Readonly<v.InferOutput<typeof ScenarioSchema>>;

export const deployed: Scenario = v.parse(ScenarioSchema, {});

/** Something charged for, in the unit of its price: the use of each order, or of a month without orders. */
export interface Row {
  readonly what: string;
  readonly price: PriceName;
  readonly perOrder?: number;
  readonly monthly?: number;
}

/** A row of a month. */
export type Line = Row & { readonly used: number; readonly dollars: number };

/** Returns what a month costs: all rows, or these. Rows without use are left out. */
export function billOf(scenario: Scenario, rows: readonly Row[] = rowsOf(scenario)): Line[] {
  return rows.flatMap((row) => {
    const used = (row.perOrder ?? 0) * scenario.orders + (row.monthly ?? 0);
    const dollars = (used / prices[row.price].lot) * quotes[scenario.region][row.price].usd;
    return used === 0 ? [] : [{ ...row, used, dollars }];
  });
}

/** Returns the sum of the lines that grow with the orders, of the lines of a month without orders, or of all. */
export function totalOf(lines: readonly Line[], part?: 'perOrder' | 'monthly'): number {
  const some = lines.filter((line) => part === undefined || line[part] !== undefined);
  return some.reduce((sum, { dollars }) => sum + dollars, 0);
}

/** Returns everything that is charged for, in the order of an order's way. `docs/cost.md` says how AWS counts. */
export function rowsOf(scenario: Scenario): Row[] {
  const profiles = scenario.profiles === 'send' ? profileRows(scenario) : [];
  return [...orderRows(scenario), ...profiles, ...standingRows(scenario)];
}

/** Bytes that AWS counts as a GB, hours that it counts as a month, and days that the ledger remembers. */
const GB = 2 ** 30;
const HOURS_PER_MONTH = 730;
const LEDGER_DAYS = 400;
/** A line of the format in `http.yml`, counted by hand. */
const ACCESS_LINE_BYTES = 124;

/** Assumed: an order's first webhook becomes a purchase. The ledger knows the order when the others come. */
function orderRows(scenario: Scenario): Row[] {
  const { webhooksPerOrder: webhooks, eventsPerBatch: size, parkedRetentionDays: days } = scenario;
  const { duration, secondsOf, bytesOf } = metersOf(scenario);
  const receives = (of: Meter) => webhooks * of(measured.receiveOrder);
  const drains = (of: Meter) =>
    (of(measured.drainNew[size]) + (webhooks - 1) * of(measured.drainKnown[size])) / size;
  const requests = scenario.entrance === 'http-api' ? webhooks : 0;
  const batches = webhooks / size;
  const polls = webhooks / Math.min(size, 10);
  // Half a unit each: the order; and once a batch, the pauses of service and connection and the marker of erasures.
  const reads = (webhooks + 3 * batches) / 2;
  const traces = scenario.tracing === 'Active' ? webhooks + batches : 0;
  const accessLines = scenario.accessLog === 'requests' ? webhooks * ACCESS_LINE_BYTES : 0;
  const sent = measured.purchaseBytes + webhooks * measured.answerBytes;
  // Assumed: 100 of a million.
  const parked = webhooks * 1e-4;
  const parkedStorage = stored(parked * measured.webhookBytes, days);
  return [
    { what: 'requests of the HTTP API', price: 'httpApiRequests', perOrder: requests },
    { what: 'invocations of the receiver', price: 'invocations', perOrder: webhooks },
    { what: 'duration of the receiver', price: duration, perOrder: receives(secondsOf) },
    { what: 'invocations of the drain', price: 'invocations', perOrder: batches },
    { what: 'duration of the drain', price: duration, perOrder: drains(secondsOf) },
    { what: 'send', price: 'queueRequests', perOrder: webhooks },
    { what: 'receive', price: 'queueRequests', perOrder: polls },
    { what: 'delete', price: 'queueRequests', perOrder: polls },
    // Assumed: every request with a message of a group counts.
    { what: 'fairness of these', price: 'fairRequests', perOrder: webhooks + 2 * polls },
    { what: 'reads of orders, pauses and erasures', price: 'ledgerReads', perOrder: reads },
    { what: 'claims and marks', price: 'ledgerWrites', perOrder: 2 },
    ...itemRows('orders', measured.orderItemBytes),
    ...logRows(receives(bytesOf) + drains(bytesOf) + accessLines, scenario),
    { what: 'traces of every invocation', price: 'traces', perOrder: traces },
    { what: 'parked deliveries', price: 'parkingRequests', perOrder: parked },
    { what: `storage of ${days} days of those`, price: 'parkedStorage', perOrder: parkedStorage },
    { what: 'requests to Dfinery and answers to the shop', price: 'dataOut', perOrder: sent / GB },
  ];
}

/**
 * Returns what profiles add. Assumed: each order has its own customer, with two webhooks
 * that come alone. One has news for both calls of Dfinery, the other only a later time.
 */
export function profileRows(scenario: Scenario): Row[] {
  const { duration, secondsOf, bytesOf } = metersOf(scenario);
  const all = (of: Meter) =>
    2 * of(measured.receiveCustomer) + of(measured.drainNews) + of(measured.drainLater);
  const requests = scenario.entrance === 'http-api' ? 2 : 0;
  // Half a unit each: the customer, two pauses of each call and the marker of erasures.
  const reads = (2 * 6) / 2;
  const sent = measured.profileBytes + 2 * measured.answerBytes;
  const rows: Row[] = [
    { what: 'requests of the HTTP API', price: 'httpApiRequests', perOrder: requests },
    { what: 'invocations of both functions', price: 'invocations', perOrder: 4 },
    { what: 'duration of both functions', price: duration, perOrder: all(secondsOf) },
    { what: 'send, receive and delete', price: 'queueRequests', perOrder: 6 },
    { what: 'fairness of these', price: 'fairRequests', perOrder: 6 },
    { what: 'reads of customers, pauses and erasures', price: 'ledgerReads', perOrder: reads },
    { what: 'claims and facts of customers', price: 'ledgerWrites', perOrder: 4 },
    ...itemRows('customers', measured.customerItemBytes),
    ...logRows(all(bytesOf), scenario),
    { what: 'requests to Dfinery and answers to the shop', price: 'dataOut', perOrder: sent / GB },
    { what: 'metrics', price: 'customMetrics', monthly: 2 },
  ];
  return rows.map((row) => ({ ...row, what: `${row.what}, of profiles` }));
}

/** At most: each metric is written in every hour, and every execution environment lives on. */
function standingRows({ drainConcurrency, alarmMetrics, key }: Scenario): Row[] {
  const environments = 1 + drainConcurrency;
  const own = key === 'own' ? 1 : 0;
  // Five pollers for each of three queues. How long one waits for a message is not documented; SQS allows 20 s.
  const polls = 5 * 3 * (3_600 / 20) * HOURS_PER_MONTH;
  // A connection is looked up again every five minutes.
  const lookUps = environments * 12 * HOURS_PER_MONTH;
  // Every five minutes there is a new data key. Sending asks for it twice; receiving, and the ledger, once each.
  const dataKeys = own * 4 * 12 * HOURS_PER_MONTH;
  return [
    { what: 'receives without a message', price: 'queueRequests', monthly: polls },
    // One connection that has orders in every minute.
    { what: 'last answers of a connection', price: 'ledgerWrites', monthly: 60 * HOURS_PER_MONTH },
    { what: 'metrics of the functions', price: 'customMetrics', monthly: 9 },
    { what: 'metrics that alarms look at', price: 'alarmMetrics', monthly: alarmMetrics },
    { what: 'dashboard', price: 'dashboards', monthly: 1 },
    { what: `look-ups of secrets by ${environments} environments`, price: 'keyRequests', monthly: lookUps },
    // Assumed: ten alarms. Each mails when it goes off and when it is well again.
    { what: 'mails of alarms', price: 'mails', monthly: 20 },
    { what: 'key of your own', price: 'keys', monthly: own },
    { what: 'requests of queue and ledger for that key', price: 'keyRequests', monthly: dataKeys },
  ];
}

function itemRows(of: string, bytes: number): Row[] {
  const perOrder = stored(bytes, LEDGER_DAYS);
  return [
    { what: `storage of ${LEDGER_DAYS} days of ${of}`, price: 'ledgerStorage', perOrder },
    { what: 'point-in-time recovery of that', price: 'ledgerRecovery', perOrder },
  ];
}

function logRows(bytes: number, { logRetentionDays: days }: Scenario): Row[] {
  return [
    { what: 'log lines taken in', price: 'logIngestion', perOrder: bytes / GB },
    { what: `log lines kept for ${days} days`, price: 'logStorage', perOrder: stored(bytes, days) },
  ];
}

/** Returns the GB-months of data kept for so many days, once as much expires as comes. */
function stored(bytes: number, days: number): number {
  return (bytes / GB) * ((days * 24) / HOURS_PER_MONTH);
}

/**
 * Memory that brings one whole vCPU; less memory brings as much less of it. Node runs a handler on one.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html (read 2026-11-24)
 */
const FULL_CPU_MB = 1_769;
/** Assumed. AWS says that fewer invocations are cold starts. */
const COLD_STARTS = 0.01;

type Meter = (invocation: Invocation) => number;

/** Returns how invocations are charged. Lambda bills every millisecond begun. */
function metersOf({ architecture, memorySize, logLevel }: Scenario) {
  const stretch = FULL_CPU_MB / Math.min(memorySize, FULL_CPU_MB);
  return {
    duration: architecture === 'arm64' ? 'armDuration' : 'x86Duration',
    secondsOf: ({ cpuMs, waitMs }: Invocation) => {
      const billed = (ms: number) => Math.ceil(ms * stretch + waitMs);
      const ms = billed(cpuMs) * (1 - COLD_STARTS) + billed(measured.coldStartCpuMs) * COLD_STARTS;
      return (ms / 1_000) * (memorySize / 1_024);
    },
    bytesOf: ({ infoBytes, otherBytes }: Invocation) =>
      logLevel === 'INFO' ? infoBytes + otherBytes : otherBytes,
  } as const;
}

/** Returns how many metrics the alarms look at now, so the bill knows a new alarm at once. */
function countAlarmMetrics(): string {
  const alarms = readFileSync(new URL('alarms.yml', import.meta.url), 'utf8');
  return String(alarms.match(/\bMetricName:/g)?.length ?? 0);
}
