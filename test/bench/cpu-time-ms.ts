import { readFile } from 'node:fs/promises';

/** Linux counts CPU time for programs in hundredths of a second, on every architecture that Node runs on. */
const TICK_MS = 10;

/**
 * Returns the CPU time that a process has used, its threads included, in milliseconds; exact to 10.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html (utime and stime; read 2026-11-29)
 * @throws {Error} this is not Linux, or the process is gone.
 */
export async function cpuTimeMs(pid: number | undefined): Promise<number> {
  if (process.platform !== 'linux') throw new Error('CPU time is measured on Linux only');
  const text = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
  // The name before the bracket may hold spaces. Behind it, user and system time are the 12th and 13th.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
