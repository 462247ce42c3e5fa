import pLimit from 'p-limit';
import type { ShopWait } from '../shop-client/fetch-from-shop.ts';
import type { ListEntry, ListPage } from '../sources/listing.ts';
import { type Source, withoutVerification } from '../sources/source.ts';
import { leaveOutTold } from '../stores/ledger/leave-out-told.ts';
import { toParkedDelivery, toParkedOrder } from '../stores/parked/parked-delivery.ts';
import { carryOut, withoutErased } from '../translate/carry-out.ts';
import { isEmpty } from '../translate/plan-queueing.ts';
import { subjectOfFetch } from '../translate/subject-of-message.ts';
import { leaveOutKnown } from './leave-out-known.ts';
import type { PollPorts } from './poll-ports.ts';
import type { Poll } from './polled-shop.ts';
import { type EntryReading, readEntry } from './read-listed-entry.ts';
import { type Seen, seenKey } from './seen-entries.ts';

/** Orders that are queued at once. */
const MAX_QUEUED_AT_ONCE = 10;

/** A page of a list, and what is remembered of earlier ones. */
export interface PageToTake {
  readonly list: string;
  readonly page: ListPage;
  readonly seen: Seen;
  /** When the shop answered, by its own clock; milliseconds since 1970. */
  readonly answeredAt: number;
}

export interface TakenPage {
  /** Names of the entries that were dealt with and that the ledger may not know. */
  readonly seen: readonly string[];
  /** The same, of entries that are worth another look before long. */
  readonly seenSoon: readonly string[];
  /** Orders that were queued. */
  readonly recovered: number;
  /** The newest change of those that are not left to webhooks; milliseconds since 1970, by the shop's clock. */
  readonly newest: number | undefined;
  /** The first change of those that are left to webhooks. */
  readonly oldestHeld: number | undefined;
  /** Why the rest of the page could not be taken; absent if all of it was. */
  readonly wait?: ShopWait;
}

/**
 * Queues what a page says and the ledger does not know. What changed just now is left to the webhook that may be on its
 * way. @throws {UnavailableError} AWS is unavailable. The page may be taken once more.
 */
export async function takePage(ports: PollPorts, poll: Poll, toTake: PageToTake): Promise<TakenPage> {
  const { list, page, seen, answeredAt } = toTake;
  const holdMs = poll.connection.intake === 'poll' ? 0 : ports.holdMs;
  const due = page.entries.filter((entry) => (timeOf(entry) ?? 0) <= answeredAt - holdMs);
  const unseen = due.filter((entry) => seen[seenKey(list, entry)] === undefined);
  const entries = await leaveOutKnown(ports, poll, unseen);

  const read: ReadEntry[] = [];
  let wait: ShopWait | undefined;
  for (const entry of entries) {
    const readings = await readEntry(ports, poll, entry);
    wait = readings.flatMap((reading) => (reading.kind === 'waits' ? reading.wait : []))[0];
    if (wait !== undefined) break;
    read.push({ entry, readings });
  }
  const done = await queueAll(
    ports,
    poll,
    read.flatMap(({ readings }) => readings),
  );
  const dealtWith = read.filter(
    ({ entry, readings }) => entry.kind !== 'order' || readings.some((one) => done.touched.has(one)),
  );
  const times = due.flatMap((entry) => timeOf(entry) ?? []);
  const held = page.entries.filter((entry) => !due.includes(entry)).flatMap((entry) => timeOf(entry) ?? []);
  return {
    seen: dealtWith.filter((one) => !isSoon(one)).map(({ entry }) => seenKey(list, entry)),
    seenSoon: dealtWith.filter(isSoon).map(({ entry }) => seenKey(list, entry)),
    recovered: done.recovered,
    newest: times.length === 0 ? undefined : Math.max(...times),
    oldestHeld: held.length === 0 ? undefined : Math.min(...held),
    ...(wait && { wait }),
  };
}

interface ReadEntry {
  readonly entry: ListEntry;
  readonly readings: readonly EntryReading[];
}

/** An order that was fetched and is of no interest now, as far as an answer tells that may be seconds old. */
function isSoon({ entry, readings }: ReadEntry): boolean {
  return entry.changedAt === undefined && readings.some(({ kind }) => kind === 'ignored');
}

function timeOf({ changedAt }: ListEntry): number | undefined {
  return changedAt === undefined ? undefined : Date.parse(changedAt);
}

interface Queued {
  readonly recovered: number;
  /** The readings of which something was queued or parked. */
  readonly touched: ReadonlySet<EntryReading>;
}

async function queueAll(ports: PollPorts, poll: Poll, readings: readonly EntryReading[]): Promise<Queued> {
  const touched = new Set<EntryReading>();
  let recovered = 0;
  const planned = readings.filter((reading) => reading.kind === 'planned');
  const { connection } = poll;
  const plans = await leaveOutTold(
    ports.ledger,
    planned.map(({ plan }) => plan),
    { shop: connection, now: ports.now() },
  );
  const limit = pLimit(MAX_QUEUED_AT_ONCE);
  const queueing = planned.map((reading, index) =>
    limit(async () => {
      const plan = plans[index];
      if (plan === undefined || isEmpty(plan)) return;
      const standing = await withoutErased(ports.tombstones, plan);
      if (standing === undefined) return;
      await carryOut(ports, standing, {
        connection: connection.id,
        source: connection.source,
        deliveryId: poll.deliveryId,
      });
      touched.add(reading);
      if (reading.isOrder) recovered += 1;
    }),
  );
  await Promise.all(queueing);
  for (const reading of readings) {
    if (reading.kind !== 'unreadable') continue;
    if (await isErased(ports, poll, reading)) continue;
    await park(ports, poll, reading);
    touched.add(reading);
  }
  if (recovered > 0) {
    ports.telemetry.count(poll.connection.intake === 'poll' ? 'OrderPolled' : 'OrderRecovered', recovered);
  }
  return { recovered, touched };
}

/** Nothing of an erased customer is stored, readable or not. */
async function isErased(
  { tombstones, now }: Pick<PollPorts, 'tombstones' | 'now'>,
  { source, connection }: Poll,
  { reference }: Extract<EntryReading, { kind: 'unreadable' }>,
): Promise<boolean> {
  if (reference === undefined) return false;
  const receivedAt = new Date(now()).toISOString();
  const { orderId, parameters } = reference;
  const named = { kind: 'order', source: source.id, receivedAt } as const;
  const subject = subjectOfFetch(
    { ...named, reference: { orderId, parameters: { ...parameters } } },
    connection.shop,
  );
  return (await tombstones.erased([subject])).has(subject);
}

async function park(
  { parked, telemetry, now }: PollPorts,
  { source, connection, deliveryId }: Poll,
  { error, rawBody, reference, topic }: Extract<EntryReading, { kind: 'unreadable' }>,
): Promise<void> {
  const { issues, cause } = error;
  const at = new Date(now());
  const common = { connection: connection.id, receivedAt: at, verifiedAt: at, issues };
  // A replay finds the topic where a webhook has it.
  const headers = topic === undefined ? {} : topicHeader(source, topic);
  const delivery = withoutVerification({ headers, rawBody, topic, deliveryId, isTest: false });
  const key = await parked.park(
    reference === undefined
      ? toParkedDelivery({ ...common, source, delivery })
      : toParkedOrder({ ...common, source: source.id, reference, deliveryId, rawBody }),
  );
  const paths = issues.map(({ path, message }) => `${path || '(order)'}: ${message}`).join('; ');
  telemetry.error(
    'Order parked',
    { connection: connection.id, orderId: reference?.orderId, key, issues: paths },
    cause,
  );
  telemetry.count('DeliveryParked');
}

function topicHeader(source: Source, topic: string): Readonly<Record<string, string>> {
  const name = source.parkedHeaders.find(
    (header) => source.readHeaders({ headers: { [header]: topic }, rawBody: '' }).topic === topic,
  );
  return name === undefined ? {} : { [name]: topic };
}
