import type { SQSBatchResponse } from 'aws-lambda';
import type { FetchMessage } from '../queue/fetch-message.ts';
import { type Batch, type Queued, workBatch } from '../settle/work-batch.ts';
import { type Done, type Fate, settlingRules, stopAfter, type WaitReason, type Waits } from './fate.ts';
import type { FetchPorts } from './fetch-ports.ts';
import { fetchReader, queuedAt } from './read-fetches.ts';
import type { KnownProducts } from './take-cart.ts';
import { takeFetch } from './take-fetch.ts';

/** An order takes at most a wait for tokens, two requests and what AWS needs; with less left none is begun. */
export const MIN_REMAINING_MS = 40_000;

/** Fetches what a batch of the `fetches` queue names, queues what comes of it, and names the records that stay queued. Never throws. */
export function fetchBatch(ports: FetchPorts, { records, remainingMs }: Batch): Promise<SQSBatchResponse> {
  return workBatch<FetchMessage, WaitReason, Done>(ports, records, {
    reader: fetchReader,
    metrics: { received: 'FetchReceived', oldestAge: 'OldestFetchAge' },
    rules: settlingRules,
    copy: () => ({ kind: 'duplicate' }),
    async run(all, fates) {
      const byConnection = Map.groupBy(all, ({ message }) => message.connection);
      const runs = [...byConnection].map(([connection, queued]) =>
        // One that fails must not leave the others under way when the invocation ends.
        fetchConnection(ports, { queued, fates, remainingMs }).catch((cause: unknown) => {
          ports.telemetry.error('A connection failed unexpectedly', { connection }, cause);
        }),
      );
      await Promise.all(runs);
    },
  });
}

interface ConnectionFetches {
  readonly queued: readonly Queued<FetchMessage>[];
  readonly fates: Map<FetchMessage, Fate>;
  readonly remainingMs: () => number;
}

/** Orders first: the same API is asked for all, and only so often, and a cart can wait. */
const turnOf: Readonly<Record<FetchMessage['kind'], number>> = { order: 1, refund: 2, cart: 3 };

/** One after the other, at the pace that the shop's API asks for. What stops it stops all but where it is one kind's permission. */
async function fetchConnection(
  ports: FetchPorts,
  { queued, fates, remainingMs }: ConnectionFetches,
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
      fates.set(fetch.message, waits);
      continue;
    }
    const { fate, pauseMs } = await takeFetch(ports, { ...fetch, queuedAt: queuedAt(fetch) }, products);
    fates.set(fetch.message, fate);

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
