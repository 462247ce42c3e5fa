import { type AnyMessage, decodeMessage, type Message, type ProfileMessage } from '../queue/message.ts';
import type { Queued, Reader } from '../queue/worker/work-batch.ts';

export type QueuedEvent = Queued<Message>;

export type QueuedProfile = Queued<ProfileMessage>;

/**
 * Keeps one of several equal messages, the one received first. The others share its fate. A repair is none of the
 * deliveries that were sent before, or it would be a duplicate with them.
 */
export const eventReader: Reader<AnyMessage> = {
  decode: decodeMessage,
  keyOf: (message) =>
    message.kind === 'profile'
      ? profileKey(message)
      : JSON.stringify([
          message.serviceId,
          message.event.event_log_id,
          versionName(message),
          message.repairs ?? null,
        ]),
  isBetter: (message, known) => message.receivedAt < known.receivedAt,
};

/** Returns what tells the versions of an event apart: its size and how far its order is. */
export function versionName(message: Message): string {
  return JSON.stringify([message.parts, message.total, stageIn(message)]);
}

function stageIn(message: Message): string | undefined {
  if (message.kind === 'purchase') return message.stage;
  return message.kind === 'refund' ? message.orderStage : undefined;
}

/** Profiles are equal if they say the same about the same customer at the same time, whatever their delivery. */
function profileKey({ connection, serviceId, subjectKey, ...message }: ProfileMessage): string {
  const { updatedAt, identity, properties, changedAt } = message;
  return JSON.stringify([connection, serviceId, subjectKey, updatedAt, identity, properties, changedAt]);
}

export function isProfile(queued: Queued<AnyMessage>): queued is QueuedProfile {
  return queued.message.kind === 'profile';
}

export function isEvent(queued: Queued<AnyMessage>): queued is QueuedEvent {
  return queued.message.kind !== 'profile';
}
