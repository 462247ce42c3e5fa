import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { gatherBatch } from './gather-batch.ts';
import { handOver } from './hand-over.ts';
import type { Invoke } from './invoke.ts';
import { toSqsEvents } from './sqs-event.ts';

/** How long to wait before an empty queue is asked again. */
const PAUSE_MS = 20;

export interface EventSourceMappingOptions {
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly invoke: Invoke<SQSEvent>;
  /** Messages handed over at once. Default as deployed: 100. */
  readonly batchSize?: number;
  /** How long a batch is gathered from its first message on. 5 s as deployed; 300 ms here, to be quick. */
  readonly windowMs?: number;
  /** Invocations at the same time. Default as deployed: 5. */
  readonly concurrency?: number;
  /** How long an empty queue is asked to wait for a message. 0 asks every 20 ms, which makes `settled` quick. */
  readonly longPollSeconds?: number;
  /** Called with errors between the mapping and the queue; the mapping goes on. */
  readonly onError?: (error: unknown) => void;
}

export interface EventSourceMapping {
  /** Resolves when the queue hands out nothing more and no invocation runs. Messages in back-off may be left in it. */
  settled(): Promise<void>;
  /** Takes no more messages and waits for the invocations that run. */
  stop(): Promise<void>;
}

/**
 * Starts a double of the event source mapping between the queue and the drain. It follows Lambda's rules: batches by
 * size and window, receive counts, a limit on concurrency, `failedIds` for what is deleted; a throw or a time-out
 * fails the whole batch. Messages that failed are left alone, so they come back when their visibility runs out.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html (read 2026-11-24)
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html (read 2026-11-24)
 */
export function startEventSourceMapping(options: EventSourceMappingOptions): EventSourceMapping {
  const { batchSize = 100, windowMs = 300, concurrency = 5, longPollSeconds = 1 } = options;
  const stopping = new AbortController();
  const isStopping = (): boolean => stopping.signal.aborted;
  const gathering = { ...options, batchSize, windowMs, longPollSeconds, signal: stopping.signal };
  const running = new Set<Promise<void>>();
  /** Batches are counted as their gathering starts; the newest one that found the queue empty is remembered. */
  let started = 0;
  let foundEmpty = 0;

  async function pollOnce(): Promise<void> {
    const count = ++started;
    const messages = await gatherBatch(gathering);
    for (const event of toSqsEvents(messages, options.queueArn)) {
      const invocation = handOver(options, event)
        .catch((error: unknown) => options.onError?.(error))
        .finally(() => running.delete(invocation));
      running.add(invocation);
      while (running.size >= concurrency) await Promise.race(running);
    }
    if (messages.length > 0) return;
    foundEmpty = count;
    await sleep(PAUSE_MS);
  }

  async function poll(): Promise<void> {
    while (!isStopping()) {
      try {
        await pollOnce();
      } catch (error) {
        if (isStopping()) return;
        options.onError?.(error);
        await sleep(PAUSE_MS);
      }
    }
  }

  const polling = poll();
  return {
    async settled() {
      do {
        await Promise.all(running);
        const next = started + 1;
        while (foundEmpty < next && !isStopping()) await sleep(PAUSE_MS);
      } while (running.size > 0);
    },
    async stop() {
      stopping.abort();
      await polling;
      await Promise.all(running);
    },
  };
}
