import type { VisibilityChange } from '../../lib/queue/message-visibility.ts';
import type { QueueRecord } from '../../lib/queue/worker/queue-record.ts';

/** As in `serverless.yml`: how long a message stays hidden after nobody settled it. */
const VISIBILITY_MS = 370_000;

interface Waiting {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  receives: number;
  visibleAt: number;
}

/** A queue without a clock of its own. Times are in milliseconds since 1970. */
export interface MemoryQueue {
  send(bodies: readonly string[], now: number): void;
  /** Receives all messages that can be seen now. */
  receive(now: number): QueueRecord[];
  /** Deletes what was settled of a batch; `kept` are the ids that were named. */
  settle(records: readonly QueueRecord[], kept: ReadonlySet<string>): void;
  hide(changes: readonly VisibilityChange[], now: number): void;
  /** Returns when the next message can be seen, or `undefined` if there is none. */
  nextAt(): number | undefined;
}

export function createMemoryQueue(): MemoryQueue {
  const waiting = new Map<string, Waiting>();
  let sent = 0;
  return {
    send(bodies, now) {
      for (const body of bodies) {
        sent += 1;
        const id = `m-${sent}`;
        waiting.set(id, { id, body, sentAt: now, receives: 0, visibleAt: now });
      }
    },
    receive(now) {
      const seen = [...waiting.values()].filter(({ visibleAt }) => visibleAt <= now);
      return seen.map((message) => {
        message.receives += 1;
        message.visibleAt = now + VISIBILITY_MS;
        const { id, body, receives, sentAt } = message;
        const attributes = { ApproximateReceiveCount: String(receives), SentTimestamp: String(sentAt) };
        return { messageId: id, receiptHandle: id, body, attributes };
      });
    },
    settle(records, kept) {
      for (const { messageId } of records) if (!kept.has(messageId)) waiting.delete(messageId);
    },
    hide(changes, now) {
      for (const { receiptHandle, seconds } of changes) {
        const message = waiting.get(receiptHandle);
        if (message !== undefined) message.visibleAt = now + seconds * 1_000;
      }
    },
    nextAt() {
      const times = [...waiting.values()].map(({ visibleAt }) => visibleAt);
      return times.length === 0 ? undefined : Math.min(...times);
    },
  };
}
