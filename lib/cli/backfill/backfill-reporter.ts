import type { Terminal } from '../command.ts';
import type { BackfillProgress } from './progress.ts';
import { MAX_WAITING } from './run-backfill.ts';

const EVERY_MS = 10_000;

/** Says on standard error how far a backfill is: one line every 10 s. */
export interface BackfillReporter {
  /** Passes the lines of the export on, and counts their bytes as read. */
  readonly reading: (lines: AsyncIterable<string>) => AsyncIterable<string>;
  readonly progressed: (progress: BackfillProgress) => void;
  /** The backfill pauses while too many messages wait in the queue. */
  readonly queueSeen: (waiting: number) => void;
}

interface ReporterOptions extends Pick<Terminal, 'complain'> {
  /** Bytes of the export; `undefined` if they are not known. */
  readonly size: number | undefined;
  readonly from: BackfillProgress;
  /** Milliseconds of any clock. */
  readonly now: () => number;
}

/** Returns a reporter. The speed that it says is the one since its last line. */
export function createBackfillReporter({ complain, size, from, now }: ReporterOptions): BackfillReporter {
  let bytes = 0;
  let progress = from;
  let last = { at: now(), lines: from.lines };

  function say(pause = ''): void {
    const at = now();
    if (at - last.at < EVERY_MS) return;
    const { lines, queued } = progress;
    const share = size === undefined ? '' : ` (${Math.floor((100 * bytes) / size)} %)`;
    const speed = Math.round((1000 * (lines - last.lines)) / (at - last.at));
    complain(`${lines} lines${share}, ${queued} orders queued, ${speed} lines a second${pause}`);
    last = { at, lines };
  }

  return {
    async *reading(lines) {
      for await (const line of lines) {
        bytes += Buffer.byteLength(line) + 1;
        yield line;
      }
    },
    progressed(latest) {
      progress = latest;
      say();
    },
    queueSeen(waiting) {
      say(waiting > MAX_WAITING ? `, paused: ${waiting} messages wait` : '');
    },
  };
}
