import type { QueueRecord } from '../../lib/queue/worker/queue-record.ts';
import { createHeap } from './heap.ts';

const DAY_MS = 86_400_000;

/** As on AWS and in `infra/queues.yml`. */
const RETENTION_MS = 14 * DAY_MS;
const VISIBILITY_MS = 370_000;
const MAX_RECEIVES = 1_000;
/** SQS hands out no more while so many are received and not yet deleted. */
const MAX_IN_FLIGHT = 120_000;
const LONGEST_VISIBILITY_MS = 12 * 3_600_000;

export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  readonly cause: string | undefined;
  readonly sentAt: number;
  receives: number;
  receivedAt: number;
  visibleAt: number;
  handle: string;
  state: 'here' | 'deleted' | 'moved' | 'expired';
}

export interface QueueModel {
  readonly messages: ReadonlyMap<string, QueueMessage>;
  send(body: string, cause?: string): void;
  /** Hands out what is visible, hidden from now for 370 s. */
  receive(max: number): QueueRecord[];
  /** Returns false for a handle that is not the message's latest. */
  hide(handle: string, seconds: number): boolean;
  delete(handle: string): boolean;
  waiting(): QueueMessage[];
  /** When the next message is to be had. */
  nextVisibleAt(): number | undefined;
  /** Calls back once, when a message may be had earlier than before. */
  onChange(listener: () => void): void;
}

/**
 * Returns an SQS standard queue: visibility, receive counts, retention, the limit of messages in flight, and the move to
 * the dead-letter queue after 1,000 receives. `delayMs` makes messages arrive in another order than they were sent.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html (read 2026-11-24)
 */
export function createQueueModel(options: {
  readonly name: string;
  readonly now: () => number;
  readonly delayMs?: () => number;
  readonly deadLetters?: QueueModel;
}): QueueModel {
  const { name, now, delayMs = () => 0, deadLetters } = options;
  const messages = new Map<string, QueueMessage>();
  const due = createHeap<{ readonly at: number; readonly message: QueueMessage }>();
  let listeners: (() => void)[] = [];
  let inFlight = 0;

  function schedule(message: QueueMessage): void {
    due.push({ at: message.visibleAt, message });
    for (const listener of listeners.splice(0)) listener();
  }

  /** Entries of messages that were hidden anew or are gone are dropped as they come up. */
  function nextDue(): QueueMessage | undefined {
    for (;;) {
      const next = due.peek();
      if (next === undefined) return undefined;
      if (next.message.state === 'here' && next.message.visibleAt === next.at) return next.message;
      due.pop();
    }
  }

  /** Returns the message that is held under a handle. */
  function heldUnder(handle: string): QueueMessage | undefined {
    const message = messages.get(handle.slice(0, handle.indexOf('/')));
    return message?.state === 'here' && message.handle === handle ? message : undefined;
  }

  function handOut(message: QueueMessage): QueueRecord | undefined {
    due.pop();
    if (message.receives > 0) inFlight -= 1;
    if (now() - message.sentAt > RETENTION_MS) {
      message.state = 'expired';
      return undefined;
    }
    if (message.receives >= MAX_RECEIVES) {
      message.state = 'moved';
      deadLetters?.send(message.body, 'received-too-often');
      return undefined;
    }
    inFlight += 1;
    message.receives += 1;
    message.receivedAt = now();
    message.visibleAt = now() + VISIBILITY_MS;
    message.handle = `${message.messageId}/${message.receives}`;
    schedule(message);
    return {
      messageId: message.messageId,
      receiptHandle: message.handle,
      body: message.body,
      attributes: {
        ApproximateReceiveCount: String(message.receives),
        SentTimestamp: String(message.sentAt),
      },
    };
  }

  return {
    messages,
    send(body, cause) {
      const messageId = `${name}-${messages.size + 1}`;
      const visibleAt = now() + delayMs();
      const fresh = { receives: 0, receivedAt: 0, visibleAt, handle: '', state: 'here' as const };
      const message: QueueMessage = { messageId, body, cause, sentAt: now(), ...fresh };
      messages.set(messageId, message);
      schedule(message);
    },
    receive(max) {
      const records: QueueRecord[] = [];
      while (records.length < max && inFlight < MAX_IN_FLIGHT) {
        const message = nextDue();
        if (message === undefined || message.visibleAt > now()) break;
        const record = handOut(message);
        if (record !== undefined) records.push(record);
      }
      return records;
    },
    hide(handle, seconds) {
      const message = heldUnder(handle);
      if (message === undefined) return false;
      const visibleAt = now() + seconds * 1000;
      if (visibleAt - message.receivedAt > LONGEST_VISIBILITY_MS) return false;
      message.visibleAt = visibleAt;
      schedule(message);
      return true;
    },
    delete(handle) {
      const message = heldUnder(handle);
      if (message === undefined) return false;
      inFlight -= 1;
      message.state = 'deleted';
      return true;
    },
    waiting: () => [...messages.values()].filter(({ state }) => state === 'here'),
    nextVisibleAt: () => nextDue()?.visibleAt,
    onChange(listener) {
      listeners = [...listeners, listener];
    },
  };
}
