import { MessageError } from '../errors.ts';
import { decodeMessage, type Message } from '../queue/message.ts';
import type { QueueRecord } from '../settle/queue-record.ts';

/** One event to send, and all records that carry it. */
export interface QueuedEvent {
  readonly message: Message;
  readonly records: readonly [QueueRecord, ...QueueRecord[]];
}

export interface RecordReading {
  readonly events: readonly QueuedEvent[];
  /** Records that are no message of ours, or one of a later version. */
  readonly unreadable: readonly { readonly record: QueueRecord; readonly error: MessageError }[];
}

/**
 * Reads every record on its own, so that one that cannot be read does not sink the others. Equal events of a batch
 * become one; of several versions of an order the one received first is kept, and all share its fate.
 */
export function readRecords(records: readonly QueueRecord[]): RecordReading {
  const events = new Map<string, QueuedEvent>();
  const unreadable: { record: QueueRecord; error: MessageError }[] = [];
  for (const record of records) {
    const message = tryDecode(record.body);
    if (message instanceof MessageError) {
      unreadable.push({ record, error: message });
      continue;
    }
    const key = JSON.stringify([message.serviceId, message.event.event_log_id]);
    const known = events.get(key);
    events.set(key, known === undefined ? { message, records: [record] } : merge(known, { message, record }));
  }
  return { events: [...events.values()], unreadable };
}

function tryDecode(body: string): Message | MessageError {
  try {
    return decodeMessage(body);
  } catch (error) {
    if (error instanceof MessageError) return error;
    throw error;
  }
}

/** The record whose message is kept comes first: it is what a dead letter is made of. */
function merge(known: QueuedEvent, other: { message: Message; record: QueueRecord }): QueuedEvent {
  const isEarlier = other.message.receivedAt < known.message.receivedAt;
  return isEarlier
    ? { message: other.message, records: [other.record, ...known.records] }
    : { message: known.message, records: [...known.records, other.record] };
}
