import { MessageError } from '../errors.ts';
import { decodeFetchMessage, type FetchMessage } from '../queue/fetch-message.ts';
import type { QueueRecord } from '../settle/queue-record.ts';

/** One thing to fetch, and all records that name it. */
export interface QueuedFetch {
  readonly message: FetchMessage;
  readonly records: readonly [QueueRecord, ...QueueRecord[]];
  /** When the newest of them was queued; milliseconds since 1970. */
  readonly queuedAt: number;
}

export interface FetchReading {
  readonly fetches: readonly QueuedFetch[];
  /** Records that are no message of ours, or one of a later version. */
  readonly unreadable: readonly { readonly record: QueueRecord; readonly error: MessageError }[];
}

/** Reads every record on its own. Records of a batch that name the same order, refund or addition to a cart become one. */
export function readFetches(records: readonly QueueRecord[]): FetchReading {
  const fetches = new Map<string, QueuedFetch>();
  const unreadable: { record: QueueRecord; error: MessageError }[] = [];
  for (const record of records) {
    const message = tryDecode(record.body);
    if (message instanceof MessageError) {
      unreadable.push({ record, error: message });
      continue;
    }
    const key = JSON.stringify([message.kind, message.connection, message.source, nameOf(message)]);
    fetches.set(key, withRecord(fetches.get(key), { message, record }));
  }
  return { fetches: [...fetches.values()], unreadable };
}

/** One order may be found by different parameters. */
function nameOf(message: FetchMessage): unknown {
  return message.kind === 'cart' ? message.cartKey : message.reference;
}

function withRecord(
  known: QueuedFetch | undefined,
  { message, record }: { readonly message: FetchMessage; readonly record: QueueRecord },
): QueuedFetch {
  const sentAt = Number(record.attributes.SentTimestamp);
  if (known === undefined) return { message, records: [record], queuedAt: sentAt };
  const { records, queuedAt } = known;
  return { ...known, records: [...records, record], queuedAt: Math.max(queuedAt, sentAt) };
}

function tryDecode(body: string): FetchMessage | MessageError {
  try {
    return decodeFetchMessage(body);
  } catch (error) {
    if (error instanceof MessageError) return error;
    throw error;
  }
}
