import { setTimeout as sleep } from 'node:timers/promises';
import type { MeasuredInvocation } from '../../infra/cost/measured.ts';
import { logBytes } from './log-bytes.ts';
import type { MeasuredFunction } from './measured-functions.ts';

/** Log lines come through a pipe. */
const SETTLE_MS = 200;

/**
 * Returns what invocations of a function took on average. CPU time counts from the end of the invocation before: the runtime client works between two as well.
 */
export async function measureInvocations(
  measured: MeasuredFunction,
  invocations: readonly (() => Promise<void>)[],
): Promise<MeasuredInvocation> {
  await sleep(SETTLE_MS);
  const before = { cpuMs: await cpuMsOf(measured), lines: measured.logLines().length };
  await inTurn(invocations);
  await sleep(SETTLE_MS);
  const bytes = logBytes(measured.logLines().slice(before.lines));
  const { length } = invocations;
  return {
    cpuMs: toMicroseconds(((await cpuMsOf(measured)) - before.cpuMs) / length),
    infoLogBytes: Math.round(bytes.info / length),
    metricLogBytes: Math.round(bytes.metrics / length),
  };
}

/** Returns the CPU time of the execution environment since it was started. */
export async function cpuMsOf(measured: MeasuredFunction): Promise<number> {
  return (await measured.samples()).at(-1)?.cpuMs ?? 0;
}

/** Runs actions one after another. */
export async function inTurn(actions: readonly (() => Promise<void>)[]): Promise<void> {
  for (const action of actions) await action();
}

/** Rounds milliseconds to three decimals. */
export function toMicroseconds(ms: number): number {
  return Number(ms.toFixed(3));
}
