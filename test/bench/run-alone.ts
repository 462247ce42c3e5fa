import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/**
 * Node on one core. A function with 512 MB has 0.29 of a vCPU: V8's compiler and collector have no core of their own there
 * either. Where no process can be bound to a core, V8 has one thread, and compiles between the calls.
 */
const [command, ...given]: readonly [string, ...string[]] =
  process.platform === 'linux'
    ? ['taskset', '--cpu-list', '0', process.execPath]
    : [process.execPath, '--single-threaded'];

/** Runs a script of this folder in a fresh process on one core, and returns the JSON that it prints. */
export async function runAlone(script: string, ...options: readonly string[]): Promise<unknown> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await promisify(execFile)(command, [...given, path, ...options]);
  return JSON.parse(stdout) as unknown;
}
