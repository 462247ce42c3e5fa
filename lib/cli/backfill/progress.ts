import type { ExportEntry } from '../../sources/source.ts';
import type { EntryReading } from './read-entry.ts';

/** The account of a backfill. Lines = queued + ignored + invalid + other. */
export interface BackfillProgress {
  /** Lines that are done, counted from the first. The last of them is the last line of an order. */
  readonly lines: number;
  /** Orders whose events are in the queue. */
  readonly queued: number;
  readonly events: number;
  readonly ignored: Readonly<Record<string, number>>;
  readonly invalid: number;
  /** Empty lines, and rows that belong to the order above them. */
  readonly other: number;
}

export const NOTHING_DONE: BackfillProgress = {
  lines: 0,
  queued: 0,
  events: 0,
  ignored: {},
  invalid: 0,
  other: 0,
};

/** Returns the account with one more entry. */
export function advance(
  progress: BackfillProgress,
  { entry, reading }: { readonly entry: Pick<ExportEntry, 'lines'>; readonly reading: EntryReading },
): BackfillProgress {
  const next = {
    ...progress,
    lines: progress.lines + entry.lines,
    other: progress.other + entry.lines - (reading.kind === 'empty' ? 0 : 1),
  };
  switch (reading.kind) {
    case 'order':
      return { ...next, queued: next.queued + 1, events: next.events + reading.plan.events.length };
    case 'ignored': {
      const { reason } = reading;
      return { ...next, ignored: { ...next.ignored, [reason]: (next.ignored[reason] ?? 0) + 1 } };
    }
    case 'invalid':
      return { ...next, invalid: next.invalid + 1 };
    case 'empty':
      return next;
  }
}

/** Returns the account with one order ignored instead of queued, because its customer was erased. */
export function withdraw(progress: BackfillProgress, events: number): BackfillProgress {
  const { erased = 0 } = progress.ignored;
  return {
    ...progress,
    queued: progress.queued - 1,
    events: progress.events - events,
    ignored: { ...progress.ignored, erased: erased + 1 },
  };
}
