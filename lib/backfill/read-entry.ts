import type { ShopConnection } from '../connection.ts';
import { type Issue, PayloadError } from '../errors.ts';
import type { Order } from '../order.ts';
import { type OrderMessages, toOrderMessages } from '../queue/to-order-messages.ts';
import { type IgnoredReason, readDelivery } from '../read-delivery.ts';
import { type ExportEntry, type Source, withoutVerification } from '../sources/source.ts';

/** What became of an entry of an export. */
export type EntryReading =
  /** With its messages, ready for the queues. */
  | ({ readonly kind: 'order'; readonly order: Order } & Pick<OrderMessages, 'bodies' | 'fetches'>)
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason }
  /** `problem` names paths, never values. */
  | { readonly kind: 'invalid'; readonly problem: string }
  | { readonly kind: 'empty' };

interface EntryContext {
  readonly source: Source;
  readonly connection: ShopConnection;
  readonly deliveryId: string;
  readonly receivedAt: Date;
}

/** Reads an entry as the receiver reads a delivery. Pure. */
export function readEntry(entry: ExportEntry, context: EntryContext): EntryReading {
  if (entry.text.trim() === '' && entry.issues === undefined) return { kind: 'empty' };
  try {
    return readOrder(entry, context);
  } catch (error) {
    if (!(error instanceof PayloadError)) throw error;
    return { kind: 'invalid', problem: describe(entry.issues ?? error.issues) };
  }
}

function readOrder(
  { text, issues }: ExportEntry,
  { source, connection, deliveryId, receivedAt }: EntryContext,
): EntryReading {
  const webhook = { headers: {}, rawBody: Buffer.from(text) };
  // The topic of an order whose state says what it is.
  const delivery = { ...source.readDelivery(webhook), topic: source.backfillTopic };
  const reading = readDelivery(source, withoutVerification(delivery), { settings: connection });
  if (reading.kind === 'ignored') return reading;
  if (reading.kind !== 'purchase') throw new PayloadError([{ path: '', message: 'is no whole order' }]);
  if (issues !== undefined) throw new PayloadError(issues);
  const context = { connection, deliveryId, receivedAt, traceId: 'backfill' };
  const { bodies, fetches } = toOrderMessages(reading, context);
  return { kind: 'order', order: reading.order, bodies, fetches };
}

function describe(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => `${path || '(line)'}: ${message}`).join('; ');
}
