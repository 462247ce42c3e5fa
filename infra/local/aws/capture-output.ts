import { AsyncLocalStorage } from 'node:async_hooks';

/** Takes what functions of this process write, as Lambda does. */
export interface OutputCapture {
  /** Runs a function. What it writes to its output meanwhile goes to `onLine`, and not to the terminal. */
  during<Result>(group: string, work: () => Promise<Result>): Promise<Result>;
}

/**
 * Watches standard output and standard error of this process from now on. Works once a process. What is written outside
 * of `during` passes as it is.
 */
export function captureOutput(onLine: (group: string, line: string) => void): OutputCapture {
  const running = new AsyncLocalStorage<string>();
  for (const stream of [process.stdout, process.stderr]) {
    const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
    const take = (...given: unknown[]): boolean => {
      const group = running.getStore();
      if (group === undefined) return write(...given);
      const [chunk, ...rest] = given;
      // What `onLine` prints is the terminal's.
      running.exit(() => {
        for (const line of textOf(chunk).split('\n')) if (line !== '') onLine(group, line);
      });
      const done = rest.find((one): one is () => void => typeof one === 'function');
      done?.();
      return true;
    };
    stream.write = take;
  }
  return { during: (group, work) => running.run(group, work) };
}

function textOf(chunk: unknown): string {
  return chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk);
}
