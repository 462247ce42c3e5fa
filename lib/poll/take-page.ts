import pLimit from 'p-limit';
import type { ShopWait } from '../shop-client/fetch-from-shop.ts';
import type { ListEntry, ListPage } from '../sources/listing.ts';
import { withoutVerification } from '../sources/source.ts';
import { leaveOutTold } from '../stores/ledger/leave-out-told.ts';
import { toParkedDelivery, toParkedOrder } from '../stores/parked/parked-delivery.ts';
import { carryOut, withoutErased } from '../translate/carry-out.ts';
import type { Plan } from '../translate/plan-queueing.ts';
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
  /** Orders that were queued. */
  readonly recovered: number;
  /** The newest change of those that are not left to webhooks; milliseconds since 1970, by the shop's clock. */
  readonly newest: number | undefined;
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

  const read: { readonly entry: ListEntry; readonly readings: readonly EntryReading[] }[] = [];
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
  const times = due.flatMap((entry) => timeOf(entry) ?? []);
  return {
    seen: read
      .filter(
        ({ entry, readings }) => entry.kind !== 'order' || readings.some((one) => done.touched.has(one)),
      )
      .map(({ entry }) => seenKey(list, entry)),
    recovered: done.recovered,
    newest: times.length === 0 ? undefined : Math.max(...times),
    ...(wait && { wait }),
  };
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
    await park(ports, poll, reading);
    touched.add(reading);
  }
  if (recovered > 0) {
    ports.telemetry.count(poll.connection.intake === 'poll' ? 'OrderPolled' : 'OrderRecovered', recovered);
  }
  return { recovered, touched };
}

function isEmpty({ events, fetches, erasures }: Plan): boolean {
  return events.length + fetches.length + erasures.length === 0;
}

async function park(
  { parked, telemetry, now }: PollPorts,
  { source, connection, deliveryId }: Poll,
  { error, rawBody: text, reference }: Extract<EntryReading, { kind: 'unreadable' }>,
): Promise<void> {
  const { issues, cause } = error;
  const at = new Date(now());
  const rawBody = Buffer.from(text);
  const common = { connection: connection.id, receivedAt: at, verifiedAt: at, issues };
  const delivery = withoutVerification({ headers: {}, rawBody, topic: undefined, deliveryId, isTest: false });
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
