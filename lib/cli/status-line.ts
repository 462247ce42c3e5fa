import { clearLine, cursorTo } from 'node:readline';
import type { WriteStream } from 'node:tty';

/** A line at the bottom of a terminal that is rewritten in place. */
export interface StatusLine {
  /** Shows this in place of what was shown, cut to the width of the terminal; an empty text takes it away. */
  readonly show: (text: string) => void;
  /** Writes a line that stays, above the one that is shown. */
  readonly write: (line: string) => void;
}

/** Returns the status line of a terminal. */
export function createStatusLine(terminal: NodeJS.WritableStream & Pick<WriteStream, 'columns'>): StatusLine {
  let shown = '';

  function replace(text: string, then = ''): void {
    if (shown !== '') {
      cursorTo(terminal, 0);
      clearLine(terminal, 0);
    }
    terminal.write(text + then);
  }

  return {
    show(text) {
      // The last column stays free, because a terminal breaks the line there.
      const fitting = text.slice(0, terminal.columns - 1);
      replace(fitting);
      shown = fitting;
    },
    write(line) {
      replace(`${line}\n`, shown);
    },
  };
}
