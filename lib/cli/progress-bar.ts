/** How far a backfill is. */
export interface ProgressView {
  readonly lines: number;
  readonly linesPerSecond: number;
  /** Part of the file that was read, from 0 to 1; `undefined` where its size is not known. */
  readonly share: number | undefined;
  readonly secondsLeft: number | undefined;
  /** Messages that wait in the queue or are in flight, when it was last looked at. */
  readonly waiting: number | undefined;
  /** What it waits for just now. */
  readonly pausedFor: string | undefined;
}

const WIDTH = 20;

/**
 * Returns the view as one line, such as
 * `[█████████░░░░░░░░░░░] 48 %  48,120 lines  2,010/s  waiting 3,211  ETA 0:26`.
 */
export function toProgressBar(view: ProgressView): string {
  const { lines, linesPerSecond, share, secondsLeft, waiting, pausedFor } = view;
  return [
    share !== undefined && `${barOf(share)} ${Math.floor(share * 100)} %`,
    `${count(lines)} lines`,
    `${count(linesPerSecond)}/s`,
    waiting !== undefined && `waiting ${count(waiting)}`,
    pausedFor ?? (secondsLeft !== undefined && `ETA ${clock(secondsLeft)}`),
  ]
    .filter((part) => part !== false)
    .join('  ');
}

function barOf(share: number): string {
  const filled = Math.floor(share * WIDTH);
  return `[${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}]`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}

/** `0:26`, `12:05`, `1:02:03`. */
function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const [first, ...rest] = parts[0] === 0 ? parts.slice(1) : parts;
  return [first, ...rest.map((part) => String(part).padStart(2, '0'))].join(':');
}
