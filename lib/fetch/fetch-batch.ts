import type { SQSBatchResponse } from 'aws-lambda';
import { type FetchMessage, fieldsOfFetch } from '../queue/fetch-message.ts';
import { UNEXPECTED } from '../queue/worker/settle-batch.ts';
import { type Batch, type Queued, workBatch } from '../queue/worker/work-batch.ts';
import {
  type FetchDone,
  type FetchFate,
  type FetchWaitReason,
  type FetchWaits,
  fetchRules,
  stopAfter,
} from './fetch-fate.ts';
import type { FetchPorts } from './fetch-ports.ts';
import { fetchReader, queuedAt } from './read-fetches.ts';
import type { KnownProducts } from './take-cart.ts';
import { takeFetch } from './take-fetch.ts';
import type { Taken } from './taken.ts';

/**
 * An order takes at most a wait for tokens, two requests and the calls to AWS; or, where a key goes along, four requests. With
 * less time left none is started.
 */
export const MIN_REMAINING_MS = 40_000;

/** Fetches what a batch of the `fetches` queue names and queues it. Returns the records that stay queued. Never throws. */
export function fetchBatch(ports: FetchPorts, { records, remainingMs }: Batch): Promise<SQSBatchResponse> {
  return workBatch<FetchMessage, FetchWaitReason, FetchDone>(ports, records, {
    reader: fetchReader,
    oldestAge: 'OldestFetchAge',
    rules: fetchRules,
    copy: () => ({ kind: 'duplicate' }),
    async run(all) {
      const byConnection = Map.groupBy(all, ({ message }) => message.connection);
      const runs = [...byConnection.values()].map((queued) => fetchConnection(ports, queued, remainingMs));
      return new Map((await Promise.all(runs)).flatMap((fates) => [...fates]));
    },
  });
}

/** Orders first: all kinds share the shop's rate limit, and a cart can wait. */
const turnOf: Readonly<Record<FetchMessage['kind'], number>> = { order: 1, refund: 2, cart: 3 };

/** Fetches one by one, at the pace of the shop's API. Some failures stop the rest; a missing permission stops its kind. */
async function fetchConnection(
  ports: FetchPorts,
  queued: readonly Queued<FetchMessage>[],
  remainingMs: () => number,
): Promise<Map<FetchMessage, FetchFate>> {
  const fates = new Map<FetchMessage, FetchFate>();
  const products: KnownProducts = new Map();
  const barred = new Map<FetchMessage['kind'], FetchWaits>();
  let rest: FetchWaits | undefined;
  let lastReason: string | undefined;
  let failures = 0;
  const inTurn = [...queued].sort((a, b) => turnOf[a.message.kind] - turnOf[b.message.kind]);
  for (const [index, fetch] of inTurn.entries()) {
    const { kind } = fetch.message;
    const spareMs = remainingMs() - MIN_REMAINING_MS;
    if (spareMs < 0) rest ??= { kind: 'waits', because: 'out-of-time', code: 'out-of-time' };
    const waits = rest ?? barred.get(kind);
    if (waits !== undefined) {
      fates.set(fetch.message, waits);
      continue;
    }
    const { fate, pauseMs } = await takeFetch(ports, { ...fetch, queuedAt: queuedAt(fetch) }, products).catch(
      (cause: unknown) => unexpected(ports, fetch.message, cause),
    );
    fates.set(fetch.message, fate);

    const reason = fate.kind === 'waits' ? fate.because : undefined;
    failures = reason !== undefined && reason === lastReason ? failures + 1 : 1;
    lastReason = reason;
    if (fate.kind === 'waits' && failures >= stopAfter[fate.because]) {
      if (fate.because === 'misconfigured') barred.set(kind, fate);
      else rest = fate;
    } else if (pauseMs > 0 && index < inTurn.length - 1) rest = await pause(ports, { pauseMs, remainingMs });
  }
  return fates;
}

/** A bug of ours affects only this fetch. */
function unexpected({ telemetry }: FetchPorts, message: FetchMessage, cause: unknown): Taken {
  telemetry.error('A fetch failed unexpectedly', fieldsOfFetch(message), cause);
  return { fate: UNEXPECTED, pauseMs: 0 };
}

/** Sleeps if there is time for it. Otherwise returns why the rest waits in the queue. */
async function pause(
  { sleep, now, telemetry }: FetchPorts,
  { pauseMs, remainingMs }: { readonly pauseMs: number; readonly remainingMs: () => number },
): Promise<FetchWaits | undefined> {
  if (remainingMs() - pauseMs < MIN_REMAINING_MS) {
    return { kind: 'waits', because: 'throttled', code: 'pace', retryAt: now() + pauseMs };
  }
  try {
    await sleep(pauseMs);
    return undefined;
  } catch (cause) {
    telemetry.error('A pause failed unexpectedly', { pauseMs }, cause);
    return UNEXPECTED;
  }
}
