import type { ShopConnection } from '../../model/connection.ts';
import { type Issue, PayloadError } from '../../model/errors.ts';
import type { Order } from '../../model/order.ts';
import type { ExportEntry, Source } from '../../sources/source.ts';
import { type Plan, planOrder } from '../../translate/plan-queueing.ts';
import { parseBody, readBareOrder } from '../../translate/read-delivery.ts';
import type { Ignored } from '../../translate/reading.ts';

/** What an entry of an export is. */
export type EntryReading =
  | { readonly kind: 'order'; readonly order: Order; readonly plan: Plan }
  | Ignored
  /** `problem` has paths, never values. */
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
  const reading = readBareOrder(source, parseBody(text), { settings: connection });
  if (reading.kind === 'ignored') return reading;
  if (issues !== undefined) throw new PayloadError(issues);
  const context = { connection, deliveryId, receivedAt, traceId: 'backfill' };
  return { kind: 'order', order: reading.order, plan: planOrder(reading, context) };
}

function describe(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => `${path || '(line)'}: ${message}`).join('; ');
}
