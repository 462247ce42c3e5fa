import { UsageError } from '../command.ts';

/** The levels from the least to the most urgent. */
export const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

export type Level = (typeof LEVELS)[number];

/** Which lines are wanted. */
export interface WantedLines {
  readonly level: Level;
  readonly connection?: string | undefined;
  readonly orderId?: string | undefined;
  /** Instead of an order: lines of these deliveries. At most `MAX_DELIVERIES`. */
  readonly deliveryIds?: readonly string[] | undefined;
}

/** A filter pattern may have 1,024 characters, and an id of a delivery about 40. */
export const MAX_DELIVERIES = 8;

/** What Lambda calls the levels. A crash of the runtime is `FATAL`. */
const NAMES: Record<Level, readonly string[]> = {
  debug: ['*'],
  info: ['INFO', 'WARN', 'ERROR', 'CRITICAL', 'FATAL'],
  warn: ['WARN', 'ERROR', 'CRITICAL', 'FATAL'],
  error: ['ERROR', 'CRITICAL', 'FATAL'],
};

/**
 * Returns the filter pattern for lines of the adapter's own, and for Lambda's line of an invocation that did not end well.
 * Lines that hold metrics only do not fit. An order's lines may be a few too many: `isAboutOrder` says which they are.
 * @throws {UsageError} an id has a character that no pattern can hold.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html (read 2026-11-29)
 */
export function toFilterPattern({ level, connection, orderId, deliveryIds }: WantedLines): string {
  const isNarrow = connection !== undefined || orderId !== undefined || deliveryIds !== undefined;
  const levels = NAMES[level].map((name) => equals('level', name));
  const ends = isNarrow ? [] : ['timeout', 'error', 'failure'].map((end) => equals('record.status', end));
  const all = [
    any([...levels, ...ends]),
    ...(connection === undefined ? [] : [equals('connection', plain(connection))]),
    ...(orderId === undefined
      ? []
      : [any([equals('orderId', `${plain(orderId)}*`), equals('orderIds', `*${plain(orderId)}*`)])]),
    ...(deliveryIds === undefined ? [] : [any(deliveryIds.map((id) => equals('deliveryId', plain(id))))]),
  ];
  return `{ ${all.map((one) => `(${one})`).join(' && ')} }`;
}

/** Four ids in three fields fit into one pattern. */
export const MAX_NAMES = 4;

/**
 * Returns the pattern for lines that name one of at most `MAX_NAMES` orders or deliveries, and for a few more.
 * @throws {UsageError} an id has a character that no pattern can hold.
 */
export function toNamingPattern(ids: readonly string[]): string {
  const fields = ids
    .map(plain)
    .flatMap((id) => [equals('orderId', `${id}*`), equals('orderIds', `*${id}*`), equals('deliveryId', id)]);
  return `{ ${any(fields)} }`;
}

/** Says whether a line names an order, or a refund of it. */
export function isAboutOrder(
  { orderId: one = '', orderIds = '' }: Readonly<Record<string, string>>,
  orderId: string,
): boolean {
  return [one, ...orderIds.split(',')].some((id) => id === orderId || id.startsWith(`${orderId}/`));
}

function equals(field: string, text: string): string {
  return `($.${field} = "${text}")`;
}

function any(choices: readonly string[]): string {
  return choices.join(' || ');
}

function plain(id: string): string {
  if (!/^[\w./:@=+-]+$/.test(id)) throw new UsageError(`${id} is no id that the log can be searched for`);
  return id;
}
