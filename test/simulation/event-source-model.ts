import { failedIds } from '../../infra/local/failed-ids.ts';
import type { QueueRecord } from '../../lib/settle/queue-record.ts';
import type { QueueModel } from './queue-model.ts';
import type { VirtualTime } from './virtual-time.ts';

/** As in `serverless.yml`. */
const BATCH_SIZE = 100;
const WINDOW_MS = 5_000;
const CONCURRENCY = 5;

/** What an invocation came to: the function's answer as text, or nothing where it threw, was killed or timed out. */
export type Outcome = string | undefined;

export interface EventSourceOptions {
  readonly time: VirtualTime;
  readonly queue: QueueModel;
  readonly invoke: (records: readonly QueueRecord[]) => Promise<Outcome>;
  /** How long a batch is gathered. Default as deployed: 5 s. */
  readonly windowMs?: number;
  /** Tells whether a call to SQS fails, by what it is for. */
  readonly fails: (call: 'receive' | 'delete') => boolean;
}

export interface EventSource {
  /** Records that the function had done with, and the queue still has. */
  undeleted(): number;
  /** Invocations that run. */
  running(): number;
}

/** Starts an event source mapping with `ReportBatchItemFailures` on a virtual clock. It goes on for ever. */
export function startEventSource({
  time,
  queue,
  invoke,
  fails,
  windowMs = WINDOW_MS,
}: EventSourceOptions): EventSource {
  let undeleted = 0;
  let running = 0;
  let freed: (() => void)[] = [];

  async function handOver(records: readonly QueueRecord[]): Promise<void> {
    running += 1;
    const answer = await invoke(records);
    const ids = records.map(({ messageId }) => messageId);
    const failed = new Set(answer === undefined ? ids : failedIds(answer, ids));
    for (const { messageId, receiptHandle } of records) {
      if (failed.has(messageId)) continue;
      if (fails('delete') || !queue.delete(receiptHandle)) undeleted += 1;
    }
    running -= 1;
    for (const resume of freed.splice(0)) resume();
  }

  async function dispatch(): Promise<never> {
    for (;;) {
      const at = queue.nextVisibleAt();
      if (at === undefined || at > time.now()) {
        const changed = new Promise<void>((resolve) => {
          queue.onChange(resolve);
        });
        await (at === undefined ? changed : Promise.race([changed, time.sleep(at - time.now())]));
        continue;
      }
      await time.sleep(windowMs);
      while (running >= CONCURRENCY) {
        await new Promise<void>((resume) => {
          freed = [...freed, resume];
        });
      }
      if (fails('receive')) continue;
      for (let free = CONCURRENCY - running; free > 0; free -= 1) {
        const records = queue.receive(BATCH_SIZE);
        if (records.length > 0) void handOver(records);
      }
      // A full queue at its limit of messages in flight hands out nothing for a while.
      await time.sleep(1_000);
    }
  }

  void dispatch();
  return { undeleted: () => undeleted, running: () => running };
}
