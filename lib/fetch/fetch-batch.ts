import type { SQSBatchResponse } from 'aws-lambda';
import type { FetchMessage } from '../queue/fetch-message.ts';
import type { QueueRecord } from '../settle/queue-record.ts';
import { countReceived, settleBatch, UNEXPECTED } from '../settle/settle-batch.ts';
import { type Fate, settlingRules, stopAfter, type Waits } from './fate.ts';
import type { FetchPorts } from './fetch-ports.ts';
import { type FetchReading, type QueuedFetch, readFetches } from './read-fetches.ts';
import type { KnownProducts } from './take-cart.ts';
import { takeFetch } from './take-fetch.ts';

/** An order takes at most a wait for tokens, two requests and what AWS needs; with less left none is begun. */
export const MIN_REMAINING_MS = 40_000;

export interface FetchBatch {
  readonly records: readonly QueueRecord[];
  /** Milliseconds until Lambda ends the invocation. */
  readonly remainingMs: () => number;
}

/**
 * Fetches the orders that a batch of queue records name, and queues their events. Answers with the records that stay
 * queued. It never throws and never answers `undefined`, for the reasons that the drain has.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html (read 2026-11-24)
 */
export async function fetchBatch(ports: FetchPorts, batch: FetchBatch): Promise<SQSBatchResponse> {
  const { records } = batch;
  countReceived(ports, records, { received: 'FetchReceived', oldestAge: 'OldestFetchAge' });
  const settled = new Map<QueueRecord, Fate>(records.map((record) => [record, UNEXPECTED]));
  try {
    const { fetches, unreadable } = readFetches(records);
    for (const entry of unreadable) settled.set(entry.record, fateOfUnreadable(entry));
    const settle = ({ records: [first, ...copies] }: QueuedFetch, fate: Fate): void => {
      settled.set(first, fate);
      for (const copy of copies) settled.set(copy, fate.kind === 'waits' ? fate : { kind: 'duplicate' });
    };
    const byConnection = Map.groupBy(fetches, ({ message }) => message.connection);
    const runs = [...byConnection].map(([connection, queued]) =>
      // One that fails must not leave the others under way when the invocation ends.
      fetchConnection(ports, batch, { queued, settle }).catch((cause: unknown) => {
        ports.telemetry.error('A connection failed unexpectedly', { connection }, cause);
      }),
    );
    await Promise.all(runs);
  } catch (cause) {
    ports.telemetry.error('The batch failed unexpectedly', { records: records.length }, cause);
  }
  return settleBatch(ports, settled, settlingRules);
}

interface ConnectionFetches {
  readonly queued: readonly QueuedFetch[];
  readonly settle: (fetch: QueuedFetch, fate: Fate) => void;
}

/** Orders first: the same API is asked for all, and only so often, and a cart can wait. */
const turnOf: Readonly<Record<FetchMessage['kind'], number>> = { order: 1, refund: 2, cart: 3 };

/** One after the other, at the pace that the shop's API asks for. What stops it stops all but where it is one kind's permission. */
async function fetchConnection(
  ports: FetchPorts,
  { remainingMs }: FetchBatch,
  { queued, settle }: ConnectionFetches,
): Promise<void> {
  const products: KnownProducts = new Map();
  const barred = new Map<FetchMessage['kind'], Waits>();
  let rest: Waits | undefined;
  let lastReason: string | undefined;
  let failures = 0;
  const inTurn = [...queued].sort((a, b) => turnOf[a.message.kind] - turnOf[b.message.kind]);
  for (const [index, fetch] of inTurn.entries()) {
    const { kind } = fetch.message;
    const spareMs = remainingMs() - MIN_REMAINING_MS;
    if (spareMs < 0) rest ??= { kind: 'waits', because: 'out-of-time', code: 'out-of-time' };
    const waits = rest ?? barred.get(kind);
    if (waits !== undefined) {
      settle(fetch, waits);
      continue;
    }
    const { fate, pauseMs } = await takeFetch(ports, fetch, products);
    settle(fetch, fate);

    const reason = fate.kind === 'waits' ? fate.because : undefined;
    failures = reason !== undefined && reason === lastReason ? failures + 1 : 1;
    lastReason = reason;
    if (fate.kind === 'waits' && failures >= stopAfter[fate.because]) {
      if (fate.because === 'misconfigured') barred.set(kind, fate);
      else rest = fate;
    } else if (pauseMs > 0 && index < inTurn.length - 1) rest = await pause(ports, { pauseMs, remainingMs });
  }
}

/** Waits where there is time for it; else the rest comes back later. */
async function pause(
  { sleep, now }: FetchPorts,
  { pauseMs, remainingMs }: { readonly pauseMs: number; readonly remainingMs: () => number },
): Promise<Waits | undefined> {
  if (remainingMs() - pauseMs < MIN_REMAINING_MS) {
    return { kind: 'waits', because: 'throttled', code: 'pace', retryAt: now() + pauseMs };
  }
  await sleep(pauseMs);
  return undefined;
}

function fateOfUnreadable({ error }: FetchReading['unreadable'][number]): Fate {
  if (error.code === 'message-newer') return { kind: 'waits', because: 'message-newer', code: error.code };
  // Its own words name paths and what was expected there, never values.
  return { kind: 'dead', because: 'message-invalid', code: error.code, message: error.message };
}
