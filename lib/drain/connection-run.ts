import type { LimitFunction } from 'p-limit';
import type { AnswerFate, AnswerWait } from '../dfinery/fate-of-answer.ts';
import type { DfineryConnection } from '../model/connection.ts';
import type { LastAnswer } from '../stores/ledger/last-answers.ts';
import type { Claim } from '../stores/ledger/ledger.ts';
import { type EventFate, type EventHeld, type Fates, PATIENCE, policies } from './event-fate.ts';
import type { Gate } from './pause-gate.ts';

/**
 * With less time left no request is sent, or it could end half-settled: its answer may take 10 s, and where AWS hangs,
 * marks, pause, letters and visibility take 1.5 s each. The rest is to spare.
 */
export const STOP_SENDING_MS = 18_000;

/** The code of what a run did not try, because others of it had failed. */
const STOPPED = 'stopped';

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
  readonly gate: Gate;
  accepted: number;
  /** How many messages were refused alone before one was accepted. */
  refusedAlone: number;
  failuresInARow: number;
  /** Writes to the ledger that are under way. No request waits for them, so a ledger that hangs delays them all but once. */
  readonly writes: Promise<void>[];
  /** For the tools. */
  lastAnswer: LastAnswer;
  /** If set, nothing more is sent, except what may have its own try. */
  stop: AnswerWait | undefined;
}

/** Returns a run in which nothing was sent yet. */
export function openRun(
  { claim, remainingMs }: Pick<Invocation, 'claim' | 'remainingMs'>,
  { connection, gate }: Pick<ConnectionRun, 'connection' | 'gate'>,
): ConnectionRun {
  const seen = {
    accepted: 0,
    refusedAlone: 0,
    failuresInARow: 0,
    writes: [],
    lastAnswer: {},
    stop: undefined,
  };
  return { claim, remainingMs, connection, gate, ...seen };
}

/** Waits for the writes that a run has begun. They never reject. */
export async function finishWrites({ writes }: Pick<ConnectionRun, 'writes'>): Promise<void> {
  await Promise.all(writes.splice(0));
}

/**
 * Returns the reason to hold messages back now, or `undefined`. Refusals of others
 * do not hold back what was never tried: it may be of another kind than they are.
 */
export function reasonToHold(
  { stop, remainingMs }: Pick<ConnectionRun, 'stop' | 'remainingMs'>,
  { areUntried }: { readonly areUntried: boolean },
): EventHeld | undefined {
  const isStopped = stop !== undefined && !(areUntried && stop.because === 'refused');
  if (isStopped) return { kind: 'held', because: stop.because, code: STOPPED, until: stop.retryAt };
  if (remainingMs() >= STOP_SENDING_MS) return undefined;
  return { kind: 'held', because: 'out-of-time', code: 'deadline' };
}

/** Remembers what a request was answered. `now` is in milliseconds since 1970. */
export function noteAnswer(run: ConnectionRun, answer: AnswerFate, now: number): void {
  const news =
    answer.kind === 'accepted'
      ? { acceptedAt: now }
      : { refusedAt: now, code: answer.code, because: answer.waits.because };
  run.lastAnswer = { ...run.lastAnswer, ...news };
}

/** Remembers that a request was accepted. */
export function noteAccepted(run: ConnectionRun, events: readonly unknown[]): void {
  run.accepted += events.length;
  run.failuresInARow = 0;
}

/** Remembers that a request failed, and stops the run if its policy says so. */
export function noteFailure(run: ConnectionRun, failed: AnswerWait): void {
  const isRefusal = failed.because === 'refused';
  run.failuresInARow = isRefusal ? 0 : run.failuresInARow + 1;
  if (isRefusal && run.accepted > 0) return;
  if (isRefusal) run.refusedAlone += 1;
  const failures = isRefusal ? run.refusedAlone : run.failuresInARow;
  // A stop for refusals lets own tries pass, so a failure of the service takes its place.
  const isOpen = run.stop === undefined || (run.stop.because === 'refused' && !isRefusal);
  if (isOpen && failures >= stopAfter(run, failed)) run.stop = failed;
}

function stopAfter({ accepted, gate }: ConnectionRun, { because, retryAt }: AnswerWait): number {
  // The peer itself says when it accepts requests again.
  if (retryAt !== undefined) return 1;
  const { stopAfter: usual, pauses } = policies[because];
  if (accepted > 0) return usual === 1 ? usual : usual + PATIENCE;
  // If it was paused for the same reason, one more failure is enough.
  return gate.pauses[pauses]?.reason === because ? 1 : usual;
}

/**
 * Tells whether messages that failed alone may be tried once more: the service is proven to accept something, and
 * nothing but refusals stopped a run. Those refusals say nothing any more, so the runs go on.
 */
export function goOn(runs: readonly ConnectionRun[], isProven: boolean): boolean {
  if (!isProven || runs.some(({ stop }) => stop !== undefined && stop.because !== 'refused')) return false;
  for (const run of runs) run.stop = undefined;
  return true;
}

/** A second try that takes as long as a time-out could use up the invocation. */
const SLOW: readonly string[] = ['timeout', 'connect-timeout'];

/** Tells whether a message failed, or was left, by chance: another try in the same invocation may do. */
export function failedAlone(fate: EventFate | undefined): boolean {
  if (fate?.kind === 'held') return fate.because === 'refused' && fate.code === STOPPED;
  if (fate?.kind !== 'waits' || fate.retryAt !== undefined || SLOW.includes(fate.code)) return false;
  return fate.because === 'unavailable' || fate.because === 'throttled' || fate.because === 'refused';
}

/** Returns the fates of a run that began a pause: what it tried or left waits until the pause is over. */
export function waitForPause(fates: Fates, until: number | undefined): Fates {
  if (until === undefined) return fates;
  return new Map([...fates].map(([message, fate]) => [message, behindPause(fate, until)]));
}

function behindPause(fate: EventFate, until: number): EventFate {
  if (fate.kind === 'waits') return { ...fate, retryAt: fate.retryAt ?? until };
  if (fate.kind === 'held' && fate.code === STOPPED) return { ...fate, until: fate.until ?? until };
  return fate;
}
