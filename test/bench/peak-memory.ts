import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { FunctionName } from '../../infra/build.ts';
import type { PackagedFunctions } from '../support/harness/packaged-functions.ts';

/**
 * Returns the peak resident memory of a process in MB.
 * @throws {Error} this is not Linux, or the process is gone.
 */
export async function peakMemory(pid: number | undefined): Promise<number> {
  const file = `/proc/${String(pid)}/status`;
  if (!existsSync(file)) throw new Error('Memory is measured on Linux only, and of a running process');
  return Number(/VmHWM:\s+(\d+) kB/.exec(await readFile(file, 'utf8'))?.[1]) / 1024;
}

/** Returns the peak resident memory in MB of any execution environment of a function. */
export async function peakMemoryOf(functions: PackagedFunctions, name: FunctionName): Promise<number> {
  return Math.max(...(await Promise.all(functions.pids(name).map(peakMemory))));
}
