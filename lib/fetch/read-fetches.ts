import { MessageError } from '../errors.ts';
import { decodeFetchMessage, type FetchMessage } from '../queue/fetch-message.ts';
import type { QueueRecord } from '../settle/queue-record.ts';

/** One order to fetch, and all records that name it. */
export interface QueuedFetch {
  readonly message: FetchMessage;
  readonly records: readonly [QueueRecord, ...QueueRecord[]];
}

export interface FetchReading {
  readonly fetches: readonly QueuedFetch[];
  /** Records that are no message of ours, or one of a later version. */
  readonly unreadable: readonly { readonly record: QueueRecord; readonly error: MessageError }[];
}

/** Reads every record on its own. Records of a batch that name the same order become one. */
export function readFetches(records: readonly QueueRecord[]): FetchReading {
  const fetches = new Map<string, QueuedFetch>();
  const unreadable: { record: QueueRecord; error: MessageError }[] = [];
  for (const record of records) {
    const message = tryDecode(record.body);
    if (message instanceof MessageError) {
      unreadable.push({ record, error: message });
      continue;
    }
    const key = JSON.stringify([message.connection, message.source, message.reference]);
    const known = fetches.get(key);
    fetches.set(
      key,
      known === undefined
        ? { message, records: [record] }
        : { ...known, records: [...known.records, record] },
    );
  }
  return { fetches: [...fetches.values()], unreadable };
}

function tryDecode(body: string): FetchMessage | MessageError {
  try {
    return decodeFetchMessage(body);
  } catch (error) {
    if (error instanceof MessageError) return error;
    throw error;
  }
}
