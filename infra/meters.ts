import { type Invocation, measured } from './measured.ts';
import type { Row, Scenario } from './scenario.ts';

/** Bytes that AWS counts as a GB, hours that it counts as a month, and days that the ledger remembers. */
export const GB = 2 ** 30;
export const HOURS_PER_MONTH = 730;
export const LEDGER_DAYS = 400;

/** Returns the rows of items that the ledger keeps. */
export function itemRows(of: string, bytes: number): Row[] {
  const perOrder = stored(bytes, LEDGER_DAYS);
  return [
    { what: `storage of ${LEDGER_DAYS} days of ${of}`, price: 'ledgerStorage', perOrder },
    { what: 'point-in-time recovery of that', price: 'ledgerRecovery', perOrder },
  ];
}

/** Returns the rows of log lines. */
export function logRows(bytes: number, { logRetentionDays: days }: Scenario): Row[] {
  return [
    { what: 'log lines taken in', price: 'logIngestion', perOrder: bytes / GB },
    { what: `log lines kept for ${days} days`, price: 'logStorage', perOrder: stored(bytes, days) },
  ];
}

/** Returns the GB-months of data kept for so many days, once as much expires as comes. */
export function stored(bytes: number, days: number): number {
  return (bytes / GB) * ((days * 24) / HOURS_PER_MONTH);
}

/**
 * Memory that brings one whole vCPU; less memory brings as much less of it. Node runs a handler on one.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html (read 2026-11-24)
 */
const FULL_CPU_MB = 1_769;
/** Assumed. AWS says that fewer invocations are cold starts. */
const COLD_STARTS = 0.01;

export type Meter = (invocation: Invocation) => number;

/** Returns how invocations are charged. Lambda bills every millisecond begun. */
export function metersOf({ architecture, memorySize, logLevel, systemLogLevel }: Scenario) {
  const stretch = FULL_CPU_MB / Math.min(memorySize, FULL_CPU_MB);
  return {
    duration: architecture === 'arm64' ? 'armDuration' : 'x86Duration',
    secondsOf: ({ cpuMs, waitMs }: Invocation) => {
      const billed = (ms: number) => Math.ceil(ms * stretch + waitMs);
      const ms = billed(cpuMs) * (1 - COLD_STARTS) + billed(measured.coldStartCpuMs) * COLD_STARTS;
      return (ms / 1_000) * (memorySize / 1_024);
    },
    bytesOf: ({ infoBytes, otherBytes }: Invocation) =>
      otherBytes +
      (logLevel === 'INFO' ? infoBytes : 0) +
      (systemLogLevel === 'INFO' ? measured.systemBytes : 0),
  } as const;
}
