import type { LogReader } from '../../stores/telemetry/log-reader.ts';
import type { Terminal } from '../command.ts';
import { MAX_NAMES, toNamingPattern } from '../logs/to-filter-pattern.ts';

/**
 * Returns the log lines that contain one of the ids, as they were written, in any order. It may return more: the caller
 * reads them all. Rejects if the logs cannot be read.
 */
export type FindLogLines = (ids: readonly string[]) => Promise<readonly string[]>;

/** Returns the lines of a file, or of standard input for `-`. @throws {Error} it cannot be read. */
export async function logLinesOfFile({ read }: Pick<Terminal, 'read'>, file: string): Promise<FindLogLines> {
  const lines = (await read(file)).toString().split('\n');
  return () => Promise.resolve(lines);
}

/** Returns the lines that the functions wrote since an instant, in milliseconds since 1970. */
export function logLinesOfStack(logs: () => Promise<Pick<LogReader, 'read'>>, since: number): FindLogLines {
  return async (ids) => {
    const reader = await logs();
    const range = { from: since, to: Date.now() };
    const found: string[] = [];
    for (let start = 0; start < ids.length; start += MAX_NAMES) {
      const pattern = toNamingPattern(ids.slice(start, start + MAX_NAMES));
      found.push(...(await reader.read({ ...range, pattern })).map(({ text }) => text));
    }
    return found;
  };
}
