import type { BackfillProgress } from '../backfill/progress.ts';
import { MAX_WAITING } from '../backfill/run-backfill.ts';
import type { Terminal } from './command.ts';
import { type ProgressView, toProgressBar } from './progress-bar.ts';

/** A bar is drawn anew, and a line printed where there is none, at most this often. */
const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 1_000;

/** Tells on standard error how far a backfill is: by a bar on a terminal, by a line now and then elsewhere. */
export interface BackfillReporter {
  /** Passes the lines of the export on, and takes their bytes as what was read. */
  readonly reading: (lines: AsyncIterable<string>) => AsyncIterable<string>;
  readonly progressed: (progress: BackfillProgress) => void;
  /** So many messages wait; while they are too many, the backfill does. */
  readonly queueSeen: (waiting: number) => void;
  readonly canarySent: (orderId: string) => void;
  /** Takes the bar away. */
  readonly end: () => void;
}

interface ReporterOptions {
  readonly terminal: Pick<Terminal, 'showStatus' | 'complain'>;
  /** Bytes of the export, where that is known. */
  readonly size: number | undefined;
  readonly from: Pick<BackfillProgress, 'lines'>;
  /** Milliseconds of any clock. */
  readonly now: () => number;
}

/** Returns a reporter. Speed and time left count from the first order that is not left out. */
export function createBackfillReporter({ terminal, size, from, now }: ReporterOptions): BackfillReporter {
  const { showStatus, complain } = terminal;
  let bytes = 0;
  let progress = { lines: from.lines, queued: 0 };
  let start: { readonly at: number; readonly bytes: number } | undefined;
  let waiting: number | undefined;
  let pausedFor: string | undefined;
  let shownAt = -Infinity;

  function show({ isUrgent = false } = {}): void {
    const isDue = now() - shownAt >= (showStatus ? BAR_EVERY_MS : LINE_EVERY_MS);
    if (!isDue && !isUrgent) return;
    shownAt = now();
    if (showStatus) showStatus(toProgressBar(view()));
    else complain(toLine(view(), progress.queued));
  }

  function view(): ProgressView {
    const { at, bytes: before } = start ?? { at: now(), bytes };
    const seconds = Math.max(now() - at, 1) / 1000;
    const perByte = seconds / Math.max(bytes - before, 1);
    return {
      lines: progress.lines,
      linesPerSecond: Math.round((progress.lines - from.lines) / seconds),
      share: size === undefined ? undefined : Math.min(bytes / size, 1),
      secondsLeft: size === undefined ? undefined : Math.max(size - bytes, 0) * perByte,
      waiting,
      pausedFor,
    };
  }

  return {
    async *reading(lines) {
      let line = 0;
      for await (const text of lines) {
        line += 1;
        if (line > from.lines) start ??= { at: now(), bytes };
        bytes += Buffer.byteLength(text) + 1;
        yield text;
      }
    },
    progressed(latest) {
      progress = latest;
      pausedFor = undefined;
      show();
    },
    queueSeen(messages) {
      waiting = messages;
      pausedFor =
        messages > MAX_WAITING ? `paused until ${MAX_WAITING.toLocaleString('en')} wait` : undefined;
      show({ isUrgent: pausedFor !== undefined });
    },
    canarySent(orderId) {
      complain(`Order ${orderId} was queued first; the others follow when Dfinery has it`);
    },
    end: () => showStatus?.(''),
  };
}

function toLine({ lines, linesPerSecond, waiting, pausedFor }: ProgressView, queued: number): string {
  const told = `${lines} lines, ${queued} orders queued, ${linesPerSecond} lines a second`;
  return pausedFor === undefined ? told : `${told}, paused because ${waiting} messages wait`;
}
