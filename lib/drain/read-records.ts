import { MessageError } from '../errors.ts';
import { type AnyMessage, decodeMessage, type Message, type ProfileMessage } from '../queue/message.ts';
import type { QueueRecord } from '../settle/queue-record.ts';

/** Something to send, and all records that carry it. */
export interface Queued<Content extends AnyMessage> {
  readonly message: Content;
  readonly records: readonly [QueueRecord, ...QueueRecord[]];
}

export type QueuedEvent = Queued<Message>;

export interface RecordReading {
  readonly events: readonly QueuedEvent[];
  readonly profiles: readonly Queued<ProfileMessage>[];
  /** Records that are no message of ours, or one of a later version. */
  readonly unreadable: readonly { readonly record: QueueRecord; readonly error: MessageError }[];
}

/**
 * Reads every record on its own, so that one that cannot be read does not sink the others. Equal events of a batch
 * become one; of several versions of an order the one received first is kept, and all share its fate.
 */
export function readRecords(records: readonly QueueRecord[]): RecordReading {
  const events = new Map<string, QueuedEvent>();
  const profiles = new Map<string, Queued<ProfileMessage>>();
  const unreadable: { record: QueueRecord; error: MessageError }[] = [];
  for (const record of records) {
    const message = tryDecode(record.body);
    if (message instanceof MessageError) {
      unreadable.push({ record, error: message });
      continue;
    }
    if (message.kind === 'profile') add(profiles, profileKey(message), { message, record });
    else add(events, JSON.stringify([message.serviceId, message.event.event_log_id]), { message, record });
  }
  return { events: [...events.values()], profiles: [...profiles.values()], unreadable };
}

function add<Content extends AnyMessage>(
  all: Map<string, Queued<Content>>,
  key: string,
  { message, record }: { readonly message: Content; readonly record: QueueRecord },
): void {
  const known = all.get(key);
  all.set(key, known === undefined ? { message, records: [record] } : merge(known, { message, record }));
}

/** Equal profiles say the same of the same customer at the same time, whichever delivery brought them. */
function profileKey({ connection, serviceId, orderId, ...message }: ProfileMessage): string {
  const { updatedAt, identity, properties, changedAt } = message;
  return JSON.stringify([connection, serviceId, orderId, updatedAt, identity, properties, changedAt]);
}

function tryDecode(body: string): AnyMessage | MessageError {
  try {
    return decodeMessage(body);
  } catch (error) {
    if (error instanceof MessageError) return error;
    throw error;
  }
}

/** The record whose message is kept comes first: it is what a dead letter is made of. */
function merge<Content extends AnyMessage>(
  known: Queued<Content>,
  other: { message: Content; record: QueueRecord },
): Queued<Content> {
  const isEarlier = other.message.receivedAt < known.message.receivedAt;
  return isEarlier
    ? { message: other.message, records: [other.record, ...known.records] }
    : { message: known.message, records: [...known.records, other.record] };
}
