import { MAX_PARALLEL_REQUESTS } from '../../lib/drain/drain-batch.ts';
import {
  type Assumptions,
  AWS_CALL_MS,
  COLD_STARTS_PERCENT,
  DFINERY_CALL_MS,
  FULL_CPU_MB,
} from './assumptions.ts';
import type { Measured } from './measured.ts';

/** What a batch of the drain waits for before it knows what is new: the pauses, the erasures, then the ledger. */
const READS = 3;
/** A new event is claimed, sent and marked. */
const LEDGER_WRITES = 2;

/** Average billed milliseconds of one invocation, cold starts included. */
export interface BilledTimes {
  readonly receiver: number;
  readonly drainNew: number;
  readonly drainDuplicate: number;
}

/**
 * Returns what an invocation is billed: CPU time as measured, stretched to the share of a vCPU that the memory brings,
 * and the waiting. Durations of a deployment take the place of all that; CloudWatch knows one average a function.
 */
export function billedTimes(assumptions: Assumptions, measured: Measured): BilledTimes {
  const { durations, eventsPerBatch, memorySize } = assumptions;
  if (durations !== undefined) {
    const { receiveWebhook, drainEvents } = durations;
    return { receiver: receiveWebhook, drainNew: drainEvents, drainDuplicate: drainEvents };
  }

  const { receiver, drainNew, drainDuplicate, coldStart } = measured;
  const average = (cpu: CpuTimes, waitMs: number) => averageBilled(cpu, { memorySize, waitMs });
  return {
    receiver: average({ warm: receiver.cpuMs, cold: coldStart.receiverCpuMs }, AWS_CALL_MS),
    drainNew: average(
      { warm: drainNew[eventsPerBatch].cpuMs, cold: coldStart.drainCpuMs },
      READS * AWS_CALL_MS + rounds(eventsPerBatch) * (LEDGER_WRITES * AWS_CALL_MS + DFINERY_CALL_MS),
    ),
    drainDuplicate: average(
      { warm: drainDuplicate[eventsPerBatch].cpuMs, cold: coldStart.drainCpuMs },
      READS * AWS_CALL_MS,
    ),
  };
}

/** Milliseconds of a whole vCPU that an invocation takes, and a cold start with it. */
export interface CpuTimes {
  readonly warm: number;
  readonly cold: number;
}

/** Returns the average billed milliseconds of invocations that wait so long, cold starts included. */
export function averageBilled(
  cpu: CpuTimes,
  { memorySize, waitMs }: { readonly memorySize: number; readonly waitMs: number },
): number {
  const warm = wholeMilliseconds(stretched(cpu.warm, memorySize) + waitMs);
  const cold = wholeMilliseconds(stretched(cpu.cold, memorySize) + waitMs);
  return (warm * (100 - COLD_STARTS_PERCENT) + cold * COLD_STARTS_PERCENT) / 100;
}

/** Node runs the handler on one CPU, so more memory than brings a whole one does not help. */
function stretched(cpuMs: number, memorySize: number): number {
  return (cpuMs * FULL_CPU_MB) / Math.min(memorySize, FULL_CPU_MB);
}

/** Lambda bills every millisecond begun. Times are kept to the microsecond, which is no beginning of one. */
function wholeMilliseconds(ms: number): number {
  return Math.ceil(Number(ms.toFixed(3)));
}

/** How often a batch waits for Dfinery: the first request leaves alone, the others side by side. */
function rounds(newEvents: number): number {
  return 1 + Math.ceil((newEvents - 1) / MAX_PARALLEL_REQUESTS);
}
