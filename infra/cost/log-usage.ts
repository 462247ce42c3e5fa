import { type Assumptions, HOURS_PER_MONTH } from './assumptions.ts';
import type { MeasuredInvocation } from './measured.ts';
import { platformLines } from './platform-lines.ts';
import { perOrder, type UsageLine, type Workload } from './usage-line.ts';

const SERVICE = 'CloudWatch';

/** As a stage named `prod` is deployed. */
export const RECEIVER = 'dfinery-webhook-adapter-prod-receiveWebhook';
export const DRAIN = 'dfinery-webhook-adapter-prod-drainEvents';

/**
 * Log lines of both functions: their own, those that carry metrics and those that Lambda writes. Stored lines count as
 * if they were not compressed, which CloudWatch does to an extent that is not documented.
 */
export function logUsage({ assumptions, measured, traffic }: Workload): UsageLine[] {
  const { eventsPerBatch, logLevel, logRetentionDays } = assumptions;
  const { deliveries, newBatches, duplicateBatches } = traffic;
  const ofDrain = (lines: MeasuredInvocation) => logBytesOf(lines, { functionName: DRAIN, logLevel });
  const bytes =
    deliveries * logBytesOf(measured.receiver, { functionName: RECEIVER, logLevel }) +
    newBatches * ofDrain(measured.drainNew[eventsPerBatch]) +
    duplicateBatches * ofDrain(measured.drainDuplicate[eventsPerBatch]);
  return logLines(bytes, logRetentionDays);
}

/** Returns the bytes that CloudWatch takes in of one invocation. */
export function logBytesOf(
  lines: MeasuredInvocation,
  { functionName, logLevel }: { readonly functionName: string } & Pick<Assumptions, 'logLevel'>,
): bigint {
  const platform = Buffer.byteLength(platformLines(functionName).join(''));
  const own = logLevel === 'INFO' ? lines.infoLogBytes : 0;
  return BigInt(own + lines.metricLogBytes + platform);
}

/** Returns what so many bytes of log lines of a million orders are charged as. */
export function logLines(bytes: bigint, retentionDays: number): UsageLine[] {
  return [
    perOrder({
      service: SERVICE,
      what: 'log lines taken in',
      price: 'logIngestion',
      perMillionOrders: bytes,
    }),
    perOrder({
      service: SERVICE,
      what: `log lines kept for ${retentionDays} days`,
      price: 'logStorage',
      perMillionOrders: (bytes * BigInt(retentionDays * 24)) / BigInt(HOURS_PER_MONTH),
    }),
  ];
}
