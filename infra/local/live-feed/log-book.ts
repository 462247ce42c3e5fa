import type { LogRecord } from '../../../lib/cli/logs/log-record.ts';
import { createBoundedMap } from './bounded-map.ts';
import { type DeliveryEntry, takeRecord } from './delivery-entry.ts';

/** Requests that were logged and not answered yet. */
const MAX_EARLY = 200;
/** The receiver logs one line per order of a delivery. */
const MAX_EARLY_LINES = 20;

/** Brings lines of the log to the deliveries that they are about. */
export interface LogBook {
  /** Takes a line. Returns the deliveries that it was about. */
  take(record: LogRecord): readonly DeliveryEntry[];
  /** Brings a delivery the lines that came before its answer, and all that come later. */
  open(entry: DeliveryEntry): void;
  close(entry: DeliveryEntry): void;
}

/** Returns a book without deliveries. */
export function createLogBook(): LogBook {
  const early = createBoundedMap<string, LogRecord[]>(MAX_EARLY);
  const byName = new Map<string, Set<DeliveryEntry>>();

  function join(name: string, entry: DeliveryEntry): void {
    const entries = byName.get(name) ?? new Set();
    entries.add(entry);
    byName.set(name, entries);
  }

  function leave(name: string, entry: DeliveryEntry): void {
    const entries = byName.get(name);
    entries?.delete(entry);
    if (entries?.size === 0) byName.delete(name);
  }

  function add(entry: DeliveryEntry, record: LogRecord): void {
    const before = orderOf(entry);
    takeRecord(entry, record);
    const after = orderOf(entry);
    if (before === undefined && after !== undefined) join(after, entry);
  }

  return {
    take(record) {
      const names = namesIn(record);
      const entries = new Set(names.flatMap((name) => [...(byName.get(name) ?? [])]));
      for (const entry of entries) add(entry, record);
      const [first] = names;
      if (entries.size === 0 && first !== undefined && !first.startsWith(ORDER)) remember(first, record);
      return [...entries];
    },
    open(entry) {
      for (const name of idsOf(entry)) {
        join(name, entry);
        for (const record of early.get(name) ?? []) add(entry, record);
        early.delete(name);
      }
    },
    close(entry) {
      const order = orderOf(entry);
      for (const name of [...idsOf(entry), ...(order === undefined ? [] : [order])]) leave(name, entry);
    },
  };

  function remember(name: string, record: LogRecord): void {
    const records = early.get(name) ?? [];
    if (records.length < MAX_EARLY_LINES) records.push(record);
    early.set(name, records);
  }
}

const ORDER = 'order ';

/** Returns the names by which deliveries are known of which a line may be. Lines with an id of the request name no other. */
function namesIn({ fields, json: { traceId } }: LogRecord): readonly string[] {
  const { requestId, connection, orderId, orderIds = orderId } = fields;
  if (requestId !== undefined) return [`request ${requestId}`];
  // Not among the fields: people have no use for it.
  if (typeof traceId === 'string') return [`trace ${traceId}`];
  if (connection === undefined || orderIds === undefined) return [];
  return orderIds.split(',').map((id) => nameOfOrder(connection, id));
}

function idsOf({ delivery: { requestId, traceId } }: DeliveryEntry): readonly string[] {
  if (requestId === undefined) return [];
  return [`request ${requestId}`, ...(traceId === undefined ? [] : [`trace ${traceId}`])];
}

function orderOf({ orderId, delivery: { connection } }: DeliveryEntry): string | undefined {
  return orderId === undefined ? undefined : nameOfOrder(connection, orderId);
}

/** The name of a refund begins with its order's id. */
function nameOfOrder(connection: string, id: string): string {
  return `${ORDER}${connection} ${id.split('/')[0] ?? id}`;
}
