import type { LimitFunction } from 'p-limit';
import type { Failure } from '../dfinery/fate-of-answer.ts';
import type { DfineryConnection } from '../model/connection.ts';
import type { AnyMessage } from '../queue/message.ts';
import type { Claim } from '../stores/ledger/ledger.ts';
import type { ServicePause } from '../stores/ledger/service-pauses.ts';
import { type EventWaits, type Fates, regimes } from './event-fate.ts';

/** No request leaves with less time than this: it could end half-settled. Its answer may take 10 s. */
export const STOP_SENDING_MS = 15_000;

export interface Invocation {
  readonly claim: Claim;
  /** Milliseconds until nothing more may be done. */
  readonly remainingMs: () => number;
  /** Shared by all connections. */
  readonly limit: LimitFunction;
}

/** What one invocation does with one connection, and what it has seen of it so far. */
export interface ConnectionRun extends Pick<Invocation, 'claim' | 'remainingMs'> {
  readonly connection: DfineryConnection;
  /** The pause of the service that holds, or that no success has ended since it was over. */
  readonly pause: ServicePause | undefined;
  accepted: number;
  /** Messages that were refused alone. What becomes of them is decided when all of the run is known. */
  readonly refusedAlone: AnyMessage[];
  failuresInARow: number;
  /** Set: nothing more is sent, and this becomes of the rest. */
  stop: { readonly failure: Failure; readonly fate: EventWaits } | undefined;
}

/** Returns a run in which nothing was sent yet. */
export function openRun(
  { claim, remainingMs }: Pick<Invocation, 'claim' | 'remainingMs'>,
  { connection, pause }: Pick<ConnectionRun, 'connection' | 'pause'>,
): ConnectionRun {
  const seen = { accepted: 0, refusedAlone: [], failuresInARow: 0, stop: undefined };
  return { claim, remainingMs, connection, pause, ...seen };
}

/** Returns the reason to hold requests back now, or `undefined`. */
export function reasonToHold(run: ConnectionRun): EventWaits | undefined {
  if (run.stop !== undefined) return run.stop.fate;
  if (run.remainingMs() >= STOP_SENDING_MS) return undefined;
  return { kind: 'waits', because: 'out-of-time', code: 'deadline' };
}

/** Remembers that a request was accepted. */
export function noteAccepted(run: ConnectionRun, events: readonly unknown[]): void {
  run.accepted += events.length;
  run.failuresInARow = 0;
}

/** Remembers that a request failed, and stops the run if its regime says so. */
export function noteFailure(run: ConnectionRun, failure: Failure, fate: EventWaits): void {
  const isRefusal = failure === 'refused';
  run.failuresInARow = isRefusal ? 0 : run.failuresInARow + 1;
  if (isRefusal && run.accepted > 0) return;
  const failures = isRefusal ? run.refusedAlone.length : run.failuresInARow;
  // If the service was paused for the same reason, once more is enough.
  const stopAfter = run.pause?.reason === failure ? 1 : regimes[failure].stopAfter;
  if (failures >= stopAfter) run.stop ??= { failure, fate };
}

/**
 * Returns the fates of a run when all of it is known. An event that was refused alone is dead only if Dfinery took another
 * of the same connection: else most likely nothing is registered in the console, and all of them are good.
 */
export function decideOnRefused(run: ConnectionRun, fates: Fates): Fates {
  if (run.accepted === 0) return fates;
  const decided = new Map(fates);
  for (const message of run.refusedAlone) {
    const fate = fates.get(message);
    if (fate?.kind === 'waits') decided.set(message, { ...fate, kind: 'dead' });
  }
  return decided;
}

/** Returns the name of one call of one service, by which it is paused: each call has a quota of its own. */
export function laneOf(serviceId: string, call: string): string {
  return `${serviceId}#${call}`;
}
