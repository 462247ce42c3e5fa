import { failedIds } from '../../infra/local/aws/failed-ids.ts';
import type { QueueRecord } from '../../lib/queue/worker/queue-record.ts';
import type { QueueModel } from './queue-model.ts';
import type { VirtualTime } from './virtual-time.ts';

/** As in `serverless.yml`. */
const BATCH_SIZE = 100;
const WINDOW_MS = 5_000;
const CONCURRENCY = 5;
/**
 * A batch ends before it would hold more, whatever its window.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html (read 2026-11-29)
 */
const MAX_BATCH_BYTES = 6 * 1024 * 1024;
/** A batch that is throttled for so long is given up: its messages are visible again. */
const VISIBILITY_MS = 370_000;
/** How often the queue is asked while a batch is gathered. */
const POLL_MS = 1_000;

/** What an invocation came to: the function's answer as text, or nothing where it threw, was killed or timed out. */
export type Outcome = string | undefined;

export interface EventSourceOptions {
  readonly time: VirtualTime;
  readonly queue: QueueModel;
  readonly invoke: (records: readonly QueueRecord[]) => Promise<Outcome>;
  /** Default as deployed for events: 100. */
  readonly batchSize?: number;
  /** How long a batch is gathered at most; a full one is handed over at once. Default as deployed: 5 s. */
  readonly windowMs?: number;
  /** Invocations that run at once. Default as deployed: 5. */
  readonly concurrency?: number;
  /** Tells whether a call to SQS fails, by what it is for. */
  readonly fails: (call: 'receive' | 'delete') => boolean;
  /**
   * Returns for how many milliseconds Lambda throttles an invocation. Lambda tries again with the batch until its
   * messages are visible again, and then gives it up.
   * @see https://docs.aws.amazon.com/lambda/latest/operatorguide/sqs-retries.html (read 2026-11-28)
   */
  readonly throttledMs?: () => number | undefined;
  /**
   * Tells whether the mapping is switched off: then nothing is received, and batches under way go on.
   * @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html (`Enabled`; read 2026-11-28)
   */
  readonly isOff?: () => boolean;
}

export interface EventSource {
  /** Records that the function had done with, and the queue still has. */
  undeleted(): number;
  /** Invocations that run. */
  running(): number;
}

/**
 * Starts an event source mapping with `ReportBatchItemFailures` on a virtual clock. It goes on for ever. One poller gathers
 * here, and all drains are there from the first message. Lambda has five pollers and more, each with a window of its own,
 * and adds up to 300 drains a minute, so a message may wait for the window once more.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html (read 2026-11-29)
 */
export function startEventSource({
  time,
  queue,
  invoke,
  fails,
  batchSize = BATCH_SIZE,
  windowMs = WINDOW_MS,
  concurrency = CONCURRENCY,
  throttledMs = () => undefined,
  isOff = () => false,
}: EventSourceOptions): EventSource {
  let undeleted = 0;
  let running = 0;
  let freed: (() => void)[] = [];
  /** Was received, and did not fit into its batch any more. */
  let leftOver: QueueRecord | undefined;

  async function invokeInTime(records: readonly QueueRecord[]): Promise<Outcome> {
    const throttled = throttledMs();
    if (throttled === undefined) return invoke(records);
    await time.sleep(Math.min(throttled, VISIBILITY_MS));
    return throttled < VISIBILITY_MS ? invoke(records) : undefined;
  }

  async function handOver(records: readonly QueueRecord[]): Promise<void> {
    running += 1;
    const answer = await invokeInTime(records);
    const ids = records.map(({ messageId }) => messageId);
    const failed = new Set(answer === undefined ? ids : failedIds(answer, ids));
    for (const { messageId, receiptHandle } of records) {
      if (failed.has(messageId)) continue;
      if (fails('delete') || !queue.delete(receiptHandle)) undeleted += 1;
    }
    running -= 1;
    for (const resume of freed.splice(0)) resume();
  }

  /** Takes what comes until the batch is full or its window over. */
  async function gather(): Promise<QueueRecord[]> {
    const end = time.now() + windowMs;
    const records: QueueRecord[] = [];
    for (;;) {
      if (isOff()) return records;
      if (!fails('receive')) fill(records);
      const left = end - time.now();
      if (records.length === batchSize || leftOver !== undefined || left <= 0) return records;
      await time.sleep(Math.min(POLL_MS, left));
    }
  }

  /** Adds what is to be had and fits. */
  function fill(records: QueueRecord[]): void {
    let bytes = records.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
    while (records.length < batchSize) {
      const [next] = leftOver === undefined ? queue.receive(1) : [leftOver];
      leftOver = undefined;
      if (next === undefined) return;
      bytes += Buffer.byteLength(next.body);
      if (bytes > MAX_BATCH_BYTES) {
        leftOver = next;
        return;
      }
      records.push(next);
    }
  }

  /** Resolves when there is something in the queue to be had. */
  async function somethingVisible(): Promise<void> {
    while (leftOver === undefined) {
      const at = queue.nextVisibleAt();
      if (at !== undefined && at <= time.now()) return;
      await new Promise<void>((resume) => {
        const callOff = at === undefined ? undefined : time.after(at - time.now(), resume);
        queue.onChange(() => {
          callOff?.();
          resume();
        });
      });
    }
  }

  async function dispatch(): Promise<never> {
    for (;;) {
      await somethingVisible();
      while (running >= concurrency) {
        await new Promise<void>((resume) => {
          freed = [...freed, resume];
        });
      }
      const records = await gather();
      if (records.length > 0) void handOver(records);
      // A full queue at its limit of messages in flight hands out nothing for a while.
      else await time.sleep(POLL_MS);
    }
  }

  void dispatch();
  return { undeleted: () => undeleted, running: () => running };
}
