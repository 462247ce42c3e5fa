import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../../infra/local/start.ts', import.meta.url));

export interface StartCommand {
  readonly child: ChildProcess;
  /** Its output so far. */
  output(): string;
  errors(): string;
  /** Resolves when it prints this; rejects if it ends first. */
  printed(text: string): Promise<void>;
  readonly exitCode: Promise<number | null>;
}

/** Runs what `npm start` runs, in a folder of its own, with these variables and no others. */
export function runStart(folder: string, environment: Readonly<Record<string, string>>): StartCommand {
  const child = spawn(process.execPath, [SCRIPT], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.errors += text));
  const exitCode = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    output: () => written.output,
    errors: () => written.errors,
    exitCode,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!written.output.includes(text)) return;
          child.stdout.off('data', look);
          resolve();
        };
        child.stdout.on('data', look);
        void exitCode.then((code) => {
          reject(new Error(`ended with ${String(code)} before it printed this: ${written.errors}`));
        });
        look();
      }),
  };
}
