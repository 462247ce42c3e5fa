import type { DeadLetter } from '../queue/dead-letter-queue.ts';
import { backOffSeconds, withJitter } from './back-off.ts';
import type { DrainPorts } from './drain-ports.ts';
import { type Dies, deadAfterMs, type Fate, type Waits } from './fate.ts';
import type { QueueRecord } from './read-records.ts';

/** What becomes of one record. */
export interface SettledRecord<Of extends Fate = Fate> {
  readonly record: QueueRecord;
  readonly fate: Of;
}

type Waiting = SettledRecord<Waits>;
type Dying = SettledRecord<Dies>;

/**
 * Settles the records of a batch: dead ones are put into the dead-letter queue, waiting ones hidden for their back-off
 * or, where they are too old for their reason, dead as well. Returns what became of each in the end.
 */
export async function settleRecords(
  ports: DrainPorts,
  settled: readonly SettledRecord[],
): Promise<readonly SettledRecord[]> {
  const aged = settled.map((entry) => (isWaiting(entry) ? dieOfAge(entry, ports.now()) : entry));
  const buried = await bury(ports, aged.filter(isDying));
  const waiting = [...aged.filter(isWaiting), ...buried.filter(isWaiting)];
  await hide(ports, waiting);
  const done = aged.filter((entry) => !isWaiting(entry) && !isDying(entry));
  return [...done, ...buried.filter(isDying), ...waiting];
}

/** Counts what became of records, each once; one count for all that share outcome and reason, because each is a log line. */
export function countRecords(
  { telemetry }: Pick<DrainPorts, 'telemetry'>,
  settled: readonly SettledRecord[],
): void {
  const alike = Map.groupBy(settled, ({ fate }) => JSON.stringify([fate.kind, reasonOf(fate)]));
  for (const [first, ...others] of alike.values()) {
    if (first !== undefined) {
      telemetry.count(countedAs[first.fate.kind], 1 + others.length, reasonOf(first.fate));
    }
  }
}

function reasonOf(fate: Fate): string | undefined {
  return 'because' in fate ? fate.because : undefined;
}

const countedAs = {
  sent: 'EventSent',
  duplicate: 'EventDuplicate',
  superseded: 'EventSuperseded',
  dead: 'EventDead',
  waits: 'EventKept',
} as const;

function isWaiting(entry: SettledRecord): entry is Waiting {
  return entry.fate.kind === 'waits';
}

function isDying(entry: SettledRecord): entry is Dying {
  return entry.fate.kind === 'dead';
}

function dieOfAge({ record, fate }: Waiting, now: number): SettledRecord {
  const age = now - Number(record.attributes.SentTimestamp);
  return { record, fate: age < deadAfterMs[fate.because] ? fate : { ...fate, kind: 'dead' } };
}

/** What the dead-letter queue does not take waits, and dies at another receive. */
async function bury(
  { deadLetters, telemetry, now }: DrainPorts,
  dying: readonly Dying[],
): Promise<SettledRecord<Dies | Waits>[]> {
  if (dying.length === 0) return [];
  const letters = dying.map((entry) => ({ entry, letter: toDeadLetter(entry, now()) }));
  const taken = await deadLetters.sendAll(letters.map(({ letter }) => letter));
  return letters.map(({ entry, letter }) => {
    const { record, fate } = entry;
    if (!taken.has(letter)) {
      return { record, fate: { kind: 'waits', because: 'dead-letter-unavailable', code: fate.because } };
    }
    telemetry.error('Event dead', { recordId: record.messageId, cause: fate.because, code: fate.code });
    return entry;
  });
}

function toDeadLetter({ record, fate }: Dying, now: number): DeadLetter {
  return {
    body: record.body,
    attributes: {
      cause: fate.because,
      code: fate.code,
      message: fate.message ?? '',
      receives: record.attributes.ApproximateReceiveCount,
      queuedAt: new Date(Number(record.attributes.SentTimestamp)).toISOString(),
      diedAt: new Date(now).toISOString(),
    },
  };
}

async function hide(ports: DrainPorts, waiting: readonly Waiting[]): Promise<void> {
  if (waiting.length === 0) return;
  const changes = waiting.map(({ record, fate }) => ({
    receiptHandle: record.receiptHandle,
    seconds: secondsToWait(ports, record, fate),
  }));
  const { failed, reasons } = await ports.visibility.hide(changes);
  if (failed === 0) return;
  ports.telemetry.count('VisibilityFailed', failed);
  ports.telemetry.warn('Records come back after the queue’s own time-out', {
    records: failed,
    reasons: reasons.join(','),
  });
}

function secondsToWait(
  { backOff, now, random }: DrainPorts,
  record: QueueRecord,
  { retryAt }: Waits,
): number {
  if (retryAt === undefined) {
    return backOffSeconds(backOff, Number(record.attributes.ApproximateReceiveCount), random());
  }
  // Not before, and not all at once.
  const seconds = Math.max(1, (retryAt - now()) / 1000);
  return Math.ceil(Math.max(seconds, withJitter(seconds, 0.5 + random() / 2)));
}
