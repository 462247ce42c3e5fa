import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/**
 * Runs a script of this folder in a fresh process in which V8 has one thread, and returns the JSON that it prints. A
 * function with 512 MB has 0.29 of a vCPU: its compiler and its collector have no core of their own either.
 */
export async function runAlone(script: string, ...options: readonly string[]): Promise<unknown> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--single-threaded', path, ...options]);
  return JSON.parse(stdout) as unknown;
}
