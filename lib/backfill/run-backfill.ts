import type { ShopConnection } from '../connection.ts';
import { PayloadError } from '../errors.ts';
import type { Ledger, LedgerKey } from '../ledger/ledger.ts';
import { ledgerId } from '../ledger/ledger.ts';
import type { EventQueue } from '../queue/event-queue.ts';
import { toMessages } from '../queue/to-messages.ts';
import { type DeliveryReading, readDelivery } from '../read-delivery.ts';
import { type Source, withoutVerification } from '../sources/source.ts';

/** While more wait, nothing is added: new orders must not queue up behind old ones. */
export const MAX_WAITING = 10_000;
const WAITING_POLL_MS = 5_000;
/** Messages sent between two looks at the queue. */
const LOOK_EVERY = 1_000;
/** Lines between two checkpoints. What is queued twice after a kill the ledger drops. */
const CHECKPOINT_EVERY = 100;
/** The first order has to reach Dfinery within this time, or the rest is not sent. */
const CANARY_TIMEOUT_MS = 120_000;
const CANARY_POLL_MS = 1_000;

/** What a backfill reaches the world through. */
export interface BackfillPorts {
  readonly queue: EventQueue;
  readonly ledger: Pick<Ledger, 'read'>;
  /** Messages in the queue, waiting or in back-off. */
  readonly waiting: () => Promise<number>;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
  /** Told now and then, and at the end. Kept by the caller, so that a later run can go on from there. */
  readonly checkpoint: (progress: BackfillProgress) => Promise<void>;
  /** Told of every line that cannot be read, by paths and never by values. */
  readonly onInvalid: (line: number, problem: string) => void;
}

export interface BackfillProgress {
  /** Lines that are done with, from the first on. */
  readonly lines: number;
  readonly queued: number;
  readonly events: number;
  readonly ignored: Readonly<Record<string, number>>;
  readonly invalid: number;
}

export const NOTHING_DONE: BackfillProgress = { lines: 0, queued: 0, events: 0, ignored: {}, invalid: 0 };

export interface Backfill {
  readonly source: Source;
  readonly connection: ShopConnection;
  /** One order a line, as the shop's REST API gives it. */
  readonly lines: AsyncIterable<string>;
  readonly from: BackfillProgress;
}

export type BackfillResult =
  | { readonly kind: 'done'; readonly progress: BackfillProgress }
  /** The first order did not reach Dfinery in time; it is in the queue, the others are not. */
  | { readonly kind: 'canary-lost'; readonly orderId: string };

/**
 * Queues historic orders, in constant memory. The first one goes alone and is waited for. Neither `since` nor the age
 * of an order counts. The ledger makes it harmless to run it again, or from an earlier line.
 * @throws {UnavailableError} the queue or the ledger is ill; what was done is in the last checkpoint.
 */
export async function runBackfill(ports: BackfillPorts, backfill: Backfill): Promise<BackfillResult> {
  let progress = backfill.from;
  let pending: string[] = [];
  let line = 0;
  let unseen = 0;
  let isCanary = true;

  async function flush(): Promise<void> {
    if (pending.length > 0) await ports.queue.sendAll(pending);
    unseen += pending.length;
    pending = [];
    await ports.checkpoint(progress);
    if (unseen < LOOK_EVERY) return;
    unseen = 0;
    while ((await ports.waiting()) > MAX_WAITING) await ports.sleep(WAITING_POLL_MS);
  }

  for await (const text of backfill.lines) {
    line += 1;
    if (line <= backfill.from.lines) continue;
    const reading = readLine(backfill, text);
    progress = advance(progress, reading);
    if (reading.kind === 'invalid') ports.onInvalid(line, reading.problem);
    if (reading.kind === 'purchase') {
      const context = {
        connection: backfill.connection,
        deliveryId: `backfill-${line}`,
        traceId: 'backfill',
      };
      pending.push(...toMessages(reading, { ...context, receivedAt: ports.now() }));
      if (isCanary) {
        isCanary = false;
        await flush();
        const key = keyOf(backfill.connection, reading);
        if (!(await arrives(ports, key))) return { kind: 'canary-lost', orderId: key.orderId };
      }
    }
    if (line % CHECKPOINT_EVERY === 0) await flush();
  }
  await flush();
  return { kind: 'done', progress };
}

type LineReading =
  | DeliveryReading
  | { readonly kind: 'empty' }
  | { readonly kind: 'invalid'; readonly problem: string };

function readLine({ source, connection }: Backfill, text: string): LineReading {
  if (text.trim() === '') return { kind: 'empty' };
  const webhook = { headers: {}, rawBody: Buffer.from(text) };
  // The topic of an order whose state says what it is.
  const delivery = { ...source.readDelivery(webhook), topic: source.backfillTopic };
  try {
    return readDelivery(source, withoutVerification(delivery), { settings: connection });
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
    const problem = error.issues.map(({ path, message }) => `${path || '(line)'}: ${message}`).join('; ');
    return { kind: 'invalid', problem };
  }
}

function advance(progress: BackfillProgress, reading: LineReading): BackfillProgress {
  const next = { ...progress, lines: progress.lines + 1 };
  switch (reading.kind) {
    case 'purchase':
      return { ...next, queued: next.queued + 1, events: next.events + reading.events.length };
    case 'ignored': {
      const { reason } = reading;
      return { ...next, ignored: { ...next.ignored, [reason]: (next.ignored[reason] ?? 0) + 1 } };
    }
    case 'invalid':
      return { ...next, invalid: next.invalid + 1 };
    case 'empty':
      return next;
  }
}

function keyOf(
  { dfinery }: ShopConnection,
  { order }: Extract<DeliveryReading, { kind: 'purchase' }>,
): LedgerKey {
  const { source, shop, id: orderId } = order;
  return { serviceId: dfinery.serviceId, source, shop, kind: 'purchase', orderId };
}

/** Waits until Dfinery has all of an order. */
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
