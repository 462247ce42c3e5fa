import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { FunctionName } from '../../infra/build.ts';
import type { PackagedFunctions } from '../support/harness/packaged-functions.ts';

/**
 * Returns the most memory in MB that a process ever had resident.
 * @throws {Error} this is no Linux, or the process is gone.
 */
export async function peakMemory(pid: number | undefined): Promise<number> {
  const file = `/proc/${String(pid)}/status`;
  if (!existsSync(file)) throw new Error('Memory is measured on Linux only, and of a process that runs');
  return Number(/VmHWM:\s+(\d+) kB/.exec(await readFile(file, 'utf8'))?.[1]) / 1024;
}

/** Returns the most memory in MB that an execution environment of a function ever had resident. */
export async function peakMemoryOf(functions: PackagedFunctions, name: FunctionName): Promise<number> {
  return Math.max(...(await Promise.all(functions.pids(name).map(peakMemory))));
}
