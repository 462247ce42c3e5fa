import * as v from 'valibot';

/** The fields of a structured log line that are about an order. */
const LogLineSchema = v.object({
  timestamp: v.optional(v.string()),
  level: v.optional(v.string()),
  message: v.string(),
  orderId: v.optional(v.string()),
  orderIds: v.optional(v.string()),
  deliveryId: v.optional(v.string()),
  connection: v.optional(v.string()),
  topic: v.optional(v.string()),
  outcome: v.optional(v.string()),
  reason: v.optional(v.string()),
  key: v.optional(v.string()),
  /** Of `Delivery queued`: how many messages. */
  events: v.optional(v.number()),
  fetches: v.optional(v.number()),
  /** Of `Message dead` and `Fetch waits`. */
  cause: v.optional(v.string()),
  code: v.optional(v.string()),
  kind: v.optional(v.string()),
});

export type LogLine = v.InferOutput<typeof LogLineSchema>;

/**
 * Returns the log lines about an order, sorted by time: those that name it, and those of its deliveries. Skips lines that
 * the functions did not write, and cuts off what a log service wrote before the JSON.
 */
export function linesAbout(
  text: string,
  { orderId, deliveryIds }: { readonly orderId: string; readonly deliveryIds: readonly string[] },
): LogLine[] {
  const own = text.split('\n').flatMap((line) => parseLine(line) ?? []);
  const deliveries = new Set([...deliveryIds, ...own.filter((line) => names(line, orderId)).map(deliveryOf)]);
  return own
    .filter((line) => names(line, orderId) || deliveries.has(deliveryOf(line) ?? ''))
    .sort((a, b) => ((a.timestamp ?? '') < (b.timestamp ?? '') ? -1 : 1));
}

/** Returns the ids of the deliveries whose lines name an order. Pure. */
export function deliveriesIn(text: string, orderId: string): string[] {
  const lines = text.split('\n').flatMap((line) => parseLine(line) ?? []);
  return [...new Set(lines.filter((line) => names(line, orderId)).flatMap((line) => deliveryOf(line) ?? []))];
}

/** Returns the ids that the log lines name: that of the order, and those of its refunds as `{orderId}/{refundId}`. */
export function namesIn(text: string, orderId: string): string[] {
  const lines = text.split('\n').flatMap((line) => parseLine(line) ?? []);
  return [...new Set(lines.flatMap((line) => namesOf(line, orderId)))];
}

function names(line: LogLine, orderId: string): boolean {
  return namesOf(line, orderId).length > 0;
}

function namesOf({ orderId: one, orderIds = '' }: LogLine, orderId: string): string[] {
  return [one ?? '', ...orderIds.split(',')].filter((id) => id === orderId || id.startsWith(`${orderId}/`));
}

function deliveryOf({ deliveryId }: LogLine): string | undefined {
  return deliveryId;
}

function parseLine(line: string): LogLine | undefined {
  const start = line.indexOf('{');
  if (start < 0) return undefined;
  try {
    const result = v.safeParse(LogLineSchema, JSON.parse(line.slice(start)));
    return result.success ? result.output : undefined;
  } catch {
    return undefined;
  }
}
