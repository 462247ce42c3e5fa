import { access, mkdir, rmdir, writeFile } from 'node:fs/promises';

/** Linux keeps the control groups that share out CPU time here (version 1). Only root may add one. */
const GROUPS = '/sys/fs/cgroup/cpu';
const PERIOD_US = 20_000;

/**
 * The part of a core that 512 MB bring: 1,769 MB bring one.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html (read 2026-11-29)
 */
export const CPU_SHARE = 512 / 1_769;

/** A group of processes that together get no more than a part of a core. */
export interface CpuShare {
  /** Runs a command in the group. */
  readonly wrapper: readonly string[];
  /** Removes the group, whose processes have ended. */
  stop(): Promise<void>;
}

/** Makes such a group. Returns `undefined` if this machine or its rights have none. */
export async function startCpuShare(share: number): Promise<CpuShare | undefined> {
  const group = `${GROUPS}/adapter-bench-${process.pid}`;
  try {
    await access(`${GROUPS}/cpu.cfs_quota_us`);
    await mkdir(group);
    await writeFile(`${group}/cpu.cfs_period_us`, String(PERIOD_US));
    await writeFile(`${group}/cpu.cfs_quota_us`, String(Math.round(PERIOD_US * share)));
  } catch {
    return undefined;
  }
  return {
    wrapper: ['sh', '-c', `echo $$ > ${group}/cgroup.procs && exec "$@"`, 'sh'],
    stop: () => rmdir(group),
  };
}
