import type { ShopConnection } from '../../model/connection.ts';
import { BACKFILLED } from '../../model/keys.ts';
import type { Order } from '../../model/order.ts';
import type { Tombstones } from '../../model/subject.ts';
import type { MessageQueue } from '../../queue/message-queue.ts';
import type { Source } from '../../sources/source.ts';
import type { Ledger, LedgerKey } from '../../stores/ledger/ledger.ts';
import { ledgerId } from '../../stores/ledger/ledger.ts';
import { subjectOfMessage } from '../../translate/subject-of-message.ts';
import { advance, type BackfillProgress, withdraw } from './progress.ts';
import { readEntries } from './read-entries.ts';
import { type EntryReading, readEntry } from './read-entry.ts';

/** The backfill pauses while more messages wait, so that new orders are not queued behind old ones. */
export const MAX_WAITING = 10_000;
const WAITING_POLL_MS = 5_000;
/** Messages that are sent before the queue is looked at again. */
const LOOK_EVERY = 1_000;
/** Entries between two checkpoints. If the command is killed, the ledger drops what is queued again. */
const CHECKPOINT_EVERY = 100;
/** The first order must reach Dfinery within this time, or no other order is queued. */
const CANARY_TIMEOUT_MS = 120_000;
const CANARY_POLL_MS = 1_000;

/** The outside world of a backfill. */
export interface BackfillPorts {
  readonly queue: MessageQueue;
  /** The queue of refunds whose lines are fetched. */
  readonly fetches: MessageQueue;
  readonly ledger: Pick<Ledger, 'read'>;
  readonly tombstones: Tombstones;
  /** Counts the messages in the queue, waiting or in back-off. */
  readonly waiting: () => Promise<number>;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
  /** Called every 100 entries and at the end. The caller keeps it, so that a later run can resume from there. */
  readonly checkpoint: (progress: BackfillProgress) => Promise<void>;
  /** Called when the first order is queued, before the backfill waits for it. */
  readonly onCanary: (orderId: string) => Promise<void>;
  /** Called with each entry that cannot be read. */
  readonly onInvalid: (invalid: InvalidEntry) => void | Promise<void>;
}

export interface InvalidEntry {
  /** Its first line, counted from 1, and how many it has. */
  readonly line: number;
  readonly lines: number;
  /** Has paths, never values. */
  readonly problem: string;
}

export interface Backfill {
  readonly source: Source;
  readonly connection: ShopConnection;
  /** The lines of an export in a form that the source reads. */
  readonly lines: AsyncIterable<string>;
  readonly from: BackfillProgress;
}

export type BackfillResult =
  | { readonly kind: 'done'; readonly progress: BackfillProgress }
  /** The first order did not reach Dfinery in time. It is in the queue; the others are not. */
  | { readonly kind: 'canary-lost'; readonly orderId: string };

/**
 * Queues historic orders, in constant memory. The first order is queued alone, and has to reach Dfinery before the
 * others follow. Neither `since` nor the age of an order counts. Running it again, or from an earlier line, is harmless.
 * @throws {UnavailableError} a queue or a table is unavailable. The last checkpoint says what was done.
 */
export async function runBackfill(ports: BackfillPorts, backfill: Backfill): Promise<BackfillResult> {
  const { source, connection, lines, from } = backfill;
  let progress = from;
  let pending: Pending[] = [];
  let unseen = 0;
  let entries = 0;
  let isCanary = true;

  /** Queues the pending orders, but for those of erased customers. Returns what was queued. */
  async function flush(): Promise<readonly Pending[]> {
    const standing = await ordersNotErased(ports, pending);
    for (const { plan } of pending.filter((order) => !standing.includes(order))) {
      progress = withdraw(progress, plan.events.length);
    }
    pending = [];
    const bodies = standing.flatMap(({ plan }) => plan.events.map(({ body }) => body));
    if (bodies.length > 0) await ports.queue.sendAll(bodies, connection.id);
    const fetches = standing.flatMap(({ plan }) => plan.fetches.map(({ body }) => body));
    if (fetches.length > 0) await ports.fetches.sendAll(fetches, connection.id);
    unseen += bodies.length;
    await ports.checkpoint(progress);
    if (unseen >= LOOK_EVERY) {
      unseen = 0;
      while ((await ports.waiting()) > MAX_WAITING) await ports.sleep(WAITING_POLL_MS);
    }
    return standing;
  }

  async function isLost(canary: Order): Promise<boolean> {
    await ports.onCanary(canary.id);
    return !(await arrives(ports, keyOf(connection, canary)));
  }

  for await (const entry of readEntries(source, { lines, skip: from.lines })) {
    const line = progress.lines + 1;
    const context = { source, connection, deliveryId: `${BACKFILLED}${line}`, receivedAt: ports.now() };
    const reading = readEntry(entry, context);
    progress = advance(progress, { entry, reading });
    entries += 1;
    if (reading.kind === 'invalid') {
      await ports.onInvalid({ line, lines: entry.lines, problem: reading.problem });
    }
    if (reading.kind === 'order') {
      pending.push(reading);
      const queued: readonly Pending[] = isCanary && isPurchase(reading) ? await flush() : [];
      const canary = queued.find(isPurchase);
      if (canary !== undefined && (await isLost(canary.order))) {
        return { kind: 'canary-lost', orderId: canary.order.id };
      }
      isCanary &&= canary === undefined;
    }
    if (entries % CHECKPOINT_EVERY === 0) await flush();
  }
  await flush();
  return { kind: 'done', progress };
}

/** An order that is to be queued. */
type Pending = Extract<EntryReading, { kind: 'order' }>;

/** Only a purchase shows that orders arrive: of an order that was called off nothing may have to be sent. */
function isPurchase({ plan }: Pending): boolean {
  return plan.events.some(({ message }) => message.kind === 'purchase');
}

/** All messages of an order concern one person. @throws {UnavailableError} erasures cannot be looked up. */
async function ordersNotErased(
  { tombstones }: BackfillPorts,
  orders: readonly Pending[],
): Promise<readonly Pending[]> {
  const subjects = orders.flatMap((order) => {
    const [event] = order.plan.events;
    return event === undefined ? [] : [{ ...subjectOfMessage(event.message), order }];
  });
  const erased = await tombstones.erased(subjects);
  return subjects.filter((subject) => !erased.has(subject)).map(({ order }) => order);
}

function keyOf({ dfinery }: ShopConnection, { source, shop, id: subjectKey }: Order): LedgerKey {
  return { serviceId: dfinery.serviceId, source, shop, kind: 'purchase', subjectKey };
}

/** Waits until all of an order has reached Dfinery. Returns false if it did not in time. */
async function arrives({ ledger, now, sleep }: BackfillPorts, key: LedgerKey): Promise<boolean> {
  const end = now().getTime() + CANARY_TIMEOUT_MS;
  while (now().getTime() < end) {
    const entry = (await ledger.read([key])).get(ledgerId(key));
    const states = Object.values(entry?.states ?? {});
    if (
      entry !== undefined &&
      states.length === entry.parts &&
      states.every(({ state }) => state === 'sent')
    ) {
      return true;
    }
    await sleep(CANARY_POLL_MS);
  }
  return false;
}
