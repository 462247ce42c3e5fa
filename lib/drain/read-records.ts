import { MessageError } from '../errors.ts';
import { decodeMessage, type Message } from '../queue/message.ts';

/** What the drain uses of an SQS record. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
}

/** One event to send, and the ids of all records that carry it. */
export interface QueuedEvent {
  readonly message: Message;
  readonly recordIds: readonly [string, ...string[]];
}

export interface RecordReading {
  readonly events: readonly QueuedEvent[];
  /** Records that are no message of ours, or one of a later version. */
  readonly unreadable: readonly { readonly recordId: string; readonly error: MessageError }[];
}

/**
 * Reads every record on its own, so that one that cannot be read does not sink the others. Equal events of a batch
 * become one; of several versions of an order the one received first is kept, and all share its fate.
 */
export function readRecords(records: readonly QueueRecord[]): RecordReading {
  const events = new Map<string, QueuedEvent>();
  const unreadable: { recordId: string; error: MessageError }[] = [];
  for (const { messageId, body } of records) {
    const message = tryDecode(body);
    if (message instanceof MessageError) {
      unreadable.push({ recordId: messageId, error: message });
      continue;
    }
    const key = JSON.stringify([message.serviceId, message.event.event_log_id]);
    const known = events.get(key);
    events.set(
      key,
      known === undefined ? { message, recordIds: [messageId] } : merge(known, { message, messageId }),
    );
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

function merge(known: QueuedEvent, other: { message: Message; messageId: string }): QueuedEvent {
  const isEarlier = other.message.receivedAt < known.message.receivedAt;
  return {
    message: isEarlier ? other.message : known.message,
    recordIds: [...known.recordIds, other.messageId],
  };
}
