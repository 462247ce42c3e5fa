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
 * or, where they are too old for their reason, dead as well. Counts every record once and returns the ids of those that
 * stay queued. Never throws.
 */
export async function settleRecords(
  ports: DrainPorts,
  settled: readonly SettledRecord[],
): Promise<ReadonlySet<string>> {
  const aged = settled.map((entry) => (isWaiting(entry) ? dieOfAge(entry, ports.now()) : entry));
  const dying = aged.filter(isDying);
  const undead = await bury(ports, dying);
  const waiting = [...aged.filter(isWaiting), ...undead];
  await hide(ports, waiting);

  countRecords(ports, [...aged.filter((entry) => !isWaiting(entry) && !isDying(entry)), ...waiting]);
  return new Set(waiting.map(({ record }) => record.messageId));
}

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

/** Returns those that the dead-letter queue did not take; they wait and die at another receive. */
async function bury(
  { deadLetters, telemetry, now }: DrainPorts,
  dying: readonly Dying[],
): Promise<Waiting[]> {
  if (dying.length === 0) return [];
  const letters = new Map(dying.map((entry) => [toDeadLetter(entry, now()), entry]));
  const taken = await deadLetters.sendAll([...letters.keys()]);
  const undead: Waiting[] = [];
  for (const [letter, { record, fate }] of letters) {
    if (taken.has(letter)) {
      telemetry.count('EventDead', 1, fate.because);
      telemetry.error('Event dead', { recordId: record.messageId, cause: fate.because, code: fate.code });
    } else {
      undead.push({
        record,
        fate: { kind: 'waits', because: 'dead-letter-unavailable', code: fate.because },
      });
    }
  }
  return undead;
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

function countRecords({ telemetry }: DrainPorts, settled: readonly SettledRecord[]): void {
  for (const { fate } of settled) {
    if (fate.kind === 'waits') telemetry.count('EventKept', 1, fate.because);
    else telemetry.count(countedAs[fate.kind]);
  }
}

/** The dead are counted with their letters. */
const countedAs = {
  sent: 'EventSent',
  duplicate: 'EventDuplicate',
  superseded: 'EventSuperseded',
  dead: 'EventDead',
} as const;
