import type { QueueRecord } from '../../lib/queue/worker/queue-record.ts';
import { createFairShares } from './fair-shares.ts';
import { createHeap, type Heap } from './heap.ts';

const DAY_MS = 86_400_000;

/** As on AWS and in `infra/queues.yml`. */
const RETENTION_MS = 14 * DAY_MS;
const VISIBILITY_MS = 370_000;
const MAX_RECEIVES = 1_000;
/**
 * SQS hands out no more while about so many are received, hidden and not deleted. Whoever polls long, as Lambda does, gets an
 * empty answer and no error.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html (read 2026-11-25)
 */
const MAX_IN_FLIGHT = 120_000;
const LONGEST_VISIBILITY_MS = 12 * 3_600_000;

export interface QueueMessage {
  readonly messageId: string;
  /** Empty once the message was deleted: a run of a million would not fit into memory. */
  body: string;
  readonly cause: string | undefined;
  /** Whose it is, for a fair queue. */
  readonly group: string | undefined;
  readonly sentAt: number;
  receives: number;
  receivedAt: number;
  visibleAt: number;
  handle: string;
  isInFlight: boolean;
  state: 'here' | 'deleted' | 'moved' | 'expired';
}

/** When a message is to be had. */
interface Due {
  readonly at: number;
  readonly message: QueueMessage;
}

export interface QueueModel {
  readonly messages: ReadonlyMap<string, QueueMessage>;
  send(body: string, cause?: string, group?: string): void;
  /** Hands out what is visible, hidden from now for 370 s. */
  receive(max: number): QueueRecord[];
  /** Returns false if the handle is not the message's latest, or the message is visible again. */
  hide(handle: string, seconds: number): boolean;
  /** Returns false if the queue has the message still, or will hand it out once more all the same. */
  delete(handle: string): boolean;
  waiting(): QueueMessage[];
  /** How many were handed out, are hidden still and not deleted. */
  inFlight(): number;
  /** How many were in flight at most. */
  mostInFlight(): number;
  /** When the next message is to be had. */
  nextVisibleAt(): number | undefined;
  /** Calls back once, when a message may be had earlier than before. */
  onChange(listener: () => void): void;
}

/** Returns the first message of a heap. Entries of messages that were hidden anew or are gone are dropped as they come up. */
function nextOf(heap: Heap<Due>): QueueMessage | undefined {
  for (;;) {
    const next = heap.peek();
    if (next === undefined) return undefined;
    const { at, message } = next;
    if (message.state === 'here' && message.visibleAt === at) return message;
    heap.pop();
  }
}

/**
 * Returns an SQS standard queue: visibility, receive counts, retention, the limit of messages in flight, and the move to
 * the dead-letter queue after 1,000 receives. It is fair if messages have groups. A deleted message may be handed out
 * again, because a server that held a copy of it was away. `delayMs` makes messages arrive in another order than they
 * were sent.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html (read 2026-11-24)
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html (read 2026-11-28)
 */
export function createQueueModel(options: {
  readonly name: string;
  readonly now: () => number;
  readonly delayMs?: () => number;
  readonly deadLetters?: QueueModel;
  /** Default as on AWS. */
  readonly maxInFlight?: number;
  /** Hears of every receive that gets less, because too many are in flight. */
  readonly onFull?: () => void;
  /** After how many milliseconds a message that was deleted is handed out again. Default never. */
  readonly returnsAfterMs?: () => number | undefined;
}): QueueModel {
  const { name, now, delayMs = () => 0, deadLetters, maxInFlight = MAX_IN_FLIGHT, onFull } = options;
  const messages = new Map<string, QueueMessage>();
  const hidden = createHeap<Due>();
  /** By group. */
  const visible = new Map<string | undefined, Heap<Due>>();
  const shares = createFairShares(now);
  let listeners: (() => void)[] = [];
  let inFlight = 0;
  let mostInFlight = 0;

  function schedule(message: QueueMessage): void {
    hidden.push({ at: message.visibleAt, message });
    for (const listener of listeners.splice(0)) listener();
  }

  function enterFlight(message: QueueMessage): void {
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    message.isInFlight = true;
    if (message.group !== undefined) shares.move(message.group, 1);
  }

  function leaveFlight(message: QueueMessage): void {
    if (!message.isInFlight) return;
    inFlight -= 1;
    message.isInFlight = false;
    if (message.group !== undefined) shares.move(message.group, -1);
  }

  /** What is due again is visible and no longer in flight, whether somebody asks for it or not. */
  function surface(): void {
    for (;;) {
      const next = nextOf(hidden);
      if (next === undefined || next.visibleAt > now()) return;
      hidden.pop();
      leaveFlight(next);
      const ofGroup = visible.get(next.group) ?? createHeap<Due>();
      visible.set(next.group, ofGroup);
      ofGroup.push({ at: next.visibleAt, message: next });
    }
  }

  /** Returns what is handed out next: of quiet groups first, and then what is visible longest. */
  function nextVisible(): QueueMessage | undefined {
    const heads = [...visible.values()].flatMap((ofGroup) => nextOf(ofGroup) ?? []);
    if (heads.length < 2) return heads[0];
    const rank = ({ group }: QueueMessage) => (group === undefined ? 0 : shares.rank(group));
    return heads.sort((a, b) => rank(a) - rank(b) || a.visibleAt - b.visibleAt)[0];
  }

  /** Returns the message that is held under a handle. */
  function heldUnder(handle: string): QueueMessage | undefined {
    const message = messages.get(handle.slice(0, handle.indexOf('/')));
    return message?.state === 'here' && message.handle === handle ? message : undefined;
  }

  function handOut(message: QueueMessage): QueueRecord | undefined {
    visible.get(message.group)?.pop();
    if (now() - message.sentAt > RETENTION_MS) {
      message.state = 'expired';
      return undefined;
    }
    if (message.receives >= MAX_RECEIVES) {
      message.state = 'moved';
      deadLetters?.send(message.body, 'received-too-often');
      return undefined;
    }
    enterFlight(message);
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
    send(body, cause, group) {
      const messageId = `${name}-${messages.size + 1}`;
      const visibleAt = now() + delayMs();
      const fresh = { receives: 0, receivedAt: 0, visibleAt, handle: '', isInFlight: false };
      const message: QueueMessage = { messageId, body, cause, group, sentAt: now(), state: 'here', ...fresh };
      messages.set(messageId, message);
      schedule(message);
      if (group !== undefined) shares.sent(group);
    },
    receive(max) {
      const records: QueueRecord[] = [];
      surface();
      while (records.length < max && inFlight < maxInFlight) {
        const message = nextVisible();
        if (message === undefined) break;
        const record = handOut(message);
        if (record !== undefined) records.push(record);
      }
      if (records.length < max && nextVisible() !== undefined) onFull?.();
      return records;
    },
    hide(handle, seconds) {
      surface();
      const message = heldUnder(handle);
      if (message?.isInFlight !== true) return false;
      const visibleAt = now() + seconds * 1000;
      if (visibleAt - message.receivedAt > LONGEST_VISIBILITY_MS) return false;
      message.visibleAt = visibleAt;
      schedule(message);
      return true;
    },
    delete(handle) {
      const message = heldUnder(handle);
      if (message === undefined) return false;
      leaveFlight(message);
      const returnsAfterMs = options.returnsAfterMs?.();
      if (returnsAfterMs !== undefined) {
        message.handle = '';
        message.visibleAt = now() + returnsAfterMs;
        schedule(message);
        return false;
      }
      message.state = 'deleted';
      message.body = '';
      return true;
    },
    waiting: () => [...messages.values()].filter(({ state }) => state === 'here'),
    inFlight() {
      surface();
      return inFlight;
    },
    mostInFlight: () => mostInFlight,
    nextVisibleAt: () => (nextVisible() ?? nextOf(hidden))?.visibleAt,
    onChange(listener) {
      listeners = [...listeners, listener];
    },
  };
}
