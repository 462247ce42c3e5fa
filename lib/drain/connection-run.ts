import type { LimitFunction } from 'p-limit';
import type { Failure } from '../dfinery/fate-of-answer.ts';
import type { DfineryConnection } from '../model/connection.ts';
import type { AnyMessage } from '../queue/message.ts';
import type { Claim } from '../stores/ledger/ledger.ts';
import type { ServicePause } from '../stores/ledger/service-pauses.ts';
import { type EventWaits, type Fates, policies } from './event-fate.ts';

/** With less time left no request is sent: its answer may take 10 s, and it could end half-settled. */
export const STOP_SENDING_MS = 15_000;

export interface Invocation {
  readonly claim: Claim;
  /** Milliseconds until the invocation has to be done. */
  readonly remainingMs: () => number;
  /** Shared by all connections. */
  readonly limit: LimitFunction;
}

/** What one invocation has seen of one connection so far. */
export interface ConnectionRun extends Pick<Invocation, 'claim' | 'remainingMs'> {
  readonly connection: DfineryConnection;
  /** The service's pause: in force, or over but not yet ended by a success. */
  readonly pause: ServicePause | undefined;
  accepted: number;
  /** Messages that were refused alone. Their fate is decided at the end of the run. */
  readonly refusedAlone: AnyMessage[];
  failuresInARow: number;
  /** If set, nothing more is sent, and the remaining messages get this fate. */
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

/** Remembers that a request failed, and stops the run if its policy says so. */
export function noteFailure(run: ConnectionRun, failure: Failure, fate: EventWaits): void {
  const isRefusal = failure === 'refused';
  run.failuresInARow = isRefusal ? 0 : run.failuresInARow + 1;
  if (isRefusal && run.accepted > 0) return;
  const failures = isRefusal ? run.refusedAlone.length : run.failuresInARow;
  // If the service was paused for the same reason, one more failure is enough.
  const stopAfter = run.pause?.reason === failure ? 1 : policies[failure].stopAfter;
  if (failures >= stopAfter) run.stop ??= { failure, fate };
}

/**
 * Returns the final fates of a run. A message that was refused alone is dead only if Dfinery accepted another one of the
 * same connection. Otherwise most likely nothing is registered in the console, and the messages are good.
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

/** Returns the key by which one call of a service is paused: each call has its own quota. */
export function laneOf(serviceId: string, call: string): string {
  return `${serviceId}#${call}`;
}
