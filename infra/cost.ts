import { essential } from './alarms/essential.ts';
import { full } from './alarms/full.ts';
import { pollRows } from './completeness-rows.ts';
import { measured } from './measured.ts';
import { GB, HOURS_PER_MONTH, itemRows, logRows, type Meter, metersOf, stored } from './meters.ts';
import { freeOfMonth, prices, quotes } from './prices.ts';
import { quietMetrics } from './quiet-day.ts';
import type { Row, Scenario } from './scenario.ts';

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
  return [...orderRows(scenario), ...profiles, ...standingRows(scenario), ...networkRows(scenario)];
}

/** Assumed: an order is fetched four times at 10 KB; with its page of the list and the calls of SQS and SSM it is 60 KB. */
const NETWORK_BYTES = 60_000;

/** DynamoDB and S3 have endpoints of their own, at no cost. */
function networkRows({ network }: Scenario): Row[] {
  if (network === 'aws') return [];
  return [
    { what: 'NAT gateway', price: 'natHours', monthly: HOURS_PER_MONTH },
    { what: 'its address', price: 'addressHours', monthly: HOURS_PER_MONTH },
    { what: 'orders through it', price: 'natBytes', perOrder: NETWORK_BYTES / GB },
  ];
}

/** A line of the format in `entrances/http-api.yml`, counted by hand. */
const ACCESS_LINE_BYTES = 124;

/** Messages that SQS takes or hands out in one request. */
const MESSAGES_PER_REQUEST = 10;

/**
 * Assumed: an order's first webhook becomes a purchase. When the others come over an hour, the ledger says at the door that it
 * is told. In a burst the memory of the door ends a part, and the others are drained in the batch of the first.
 */
function orderRows(scenario: Scenario): Row[] {
  const { webhooksPerOrder: webhooks, eventsPerBatch: size, parkedRetentionDays: days, pattern } = scenario;
  const { duration, secondsOf, bytesOf } = metersOf(scenario);
  const repeats = webhooks - 1;
  const known = pattern === 'spread' ? repeats : repeats * measured.knownInBurst;
  const queued = webhooks - known;
  const receives = (of: Meter) =>
    queued * of(measured.receiveOrder) +
    known * of(pattern === 'spread' ? measured.receiveTold : measured.receiveAgain);
  const { drainNew, drainKnown } = measured;
  const drains = (of: Meter) =>
    of(drainNew[size]) / size + ((queued - 1) * (of(drainKnown[10]) - of(drainKnown[1]))) / 9;
  const requests = scenario.entrance === 'http-api' ? webhooks : 0;
  const batches = 1 / size;
  const polls = Math.max(batches, queued / MESSAGES_PER_REQUEST);
  const questions = pattern === 'spread' ? webhooks : queued;
  // Half a unit each: the order; and once a batch, the pauses of service and connection and the marker of erasures.
  const reads = (1 + 3 * batches) / 2;
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
    { what: 'send', price: 'queueRequests', perOrder: queued },
    { what: 'receive', price: 'queueRequests', perOrder: polls },
    { what: 'delete', price: 'queueRequests', perOrder: polls },
    // Assumed: every request with a message of a group counts.
    { what: 'fairness of these', price: 'fairRequests', perOrder: queued + 2 * polls },
    { what: 'questions at the door', price: 'ledgerReads', perOrder: questions / 2 },
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

/** Returns what a month without orders costs, with the shops that are polled. */
export function idleBill(scenario: Scenario): Line[] {
  const rows = [...rowsOf(scenario), ...pollRows(scenario)];
  return billOf(
    scenario,
    rows.filter(({ monthly }) => monthly !== undefined),
  );
}

/** Returns the lines as they are charged while nothing else of the account uses its free tier. */
export function withinFreeTier(lines: readonly Line[], { region }: Pick<Scenario, 'region'>): Line[] {
  const left = new Map<string, number>(Object.entries(freeOfMonth));
  return lines.map((line) => {
    const free = Math.min(line.used, left.get(line.price) ?? 0);
    left.set(line.price, (left.get(line.price) ?? 0) - free);
    const used = line.used - free;
    return { ...line, used, dollars: (used / prices[line.price].lot) * quotes[region][line.price].usd };
  });
}

/** CloudWatch charges an alarm by the metrics that it looks at. */
export function alarmMetricsOf(alarms: Scenario['alarms']): number {
  return Object.values({ essential, full }[alarms]).reduce((sum, { looksAt }) => sum + looksAt.length, 0);
}

/** At most: each metric is written in every hour, and every execution environment lives on. */
function standingRows(scenario: Scenario): Row[] {
  const { drainConcurrency, alarms, dashboard, key, pollMinutes, shops } = scenario;
  const { duration, secondsOf } = metersOf(scenario);
  // The poll, and once a day the refresh of tokens and the check of arrivals.
  const runs = (60 / pollMinutes) * HOURS_PER_MONTH + 2 * (HOURS_PER_MONTH / 24);
  const environments = 1 + drainConcurrency;
  const own = key === 'own' ? 1 : 0;
  // Five pollers for each of three queues. How long one waits for a message is not documented; SQS allows 20 s.
  const polls = 5 * 3 * (3_600 / 20) * HOURS_PER_MONTH;
  // At most: each connection is looked up again every five minutes.
  const lookUps = shops * environments * 12 * HOURS_PER_MONTH;
  // Every five minutes there is a new data key. Sending asks for it twice; receiving, and the ledger, once each.
  const dataKeys = own * 4 * 12 * HOURS_PER_MONTH;
  return [
    { what: 'receives without a message', price: 'queueRequests', monthly: polls },
    // At most: each connection has orders in every minute.
    {
      what: 'last answers of a connection',
      price: 'ledgerWrites',
      monthly: shops * 60 * HOURS_PER_MONTH,
    },
    { what: 'schedules of the functions', price: 'invocations', monthly: runs },
    {
      what: 'duration of runs with nothing to do',
      price: duration,
      monthly: runs * secondsOf(measured.idleRun),
    },
    { what: 'metrics of a day without faults', price: 'customMetrics', monthly: quietMetrics.length },
    { what: 'metrics that alarms look at', price: 'alarmMetrics', monthly: alarmMetricsOf(alarms) },
    { what: 'dashboard', price: 'dashboards', monthly: dashboard === 'on' ? 1 : 0 },
    { what: `look-ups of secrets by ${environments} environments`, price: 'keyRequests', monthly: lookUps },
    // Assumed: ten alarms. Each mails when it goes off and when it is well again.
    { what: 'mails of alarms', price: 'mails', monthly: 20 },
    { what: 'key of your own', price: 'keys', monthly: own },
    { what: 'requests of queue and ledger for that key', price: 'keyRequests', monthly: dataKeys },
  ];
}
