import { HOURS_PER_MONTH } from './assumptions.ts';
import type { MeasuredInvocation } from './measured.ts';
import { platformLines } from './platform-lines.ts';
import { perOrder, type UsageLine, type Workload } from './usage-line.ts';

const SERVICE = 'CloudWatch';

/** As a stage named `prod` is deployed. */
const RECEIVER = 'dfinery-webhook-adapter-prod-receiveWebhook';
const DRAIN = 'dfinery-webhook-adapter-prod-drainEvents';

/**
 * Log lines of both functions: their own, those that carry metrics and those that Lambda writes. Stored lines count as
 * if they were not compressed, which CloudWatch does to an extent that is not documented.
 */
export function logUsage({ assumptions, measured, traffic }: Workload): UsageLine[] {
  const { eventsPerBatch, logLevel, logRetentionDays } = assumptions;
  const { deliveries, newBatches, duplicateBatches } = traffic;
  const bytesOf = (lines: MeasuredInvocation, functionName: string): bigint => {
    const platform = Buffer.byteLength(platformLines(functionName).join(''));
    const own = logLevel === 'INFO' ? lines.infoLogBytes : 0;
    return BigInt(own + lines.metricLogBytes + platform);
  };

  const bytes =
    deliveries * bytesOf(measured.receiver, RECEIVER) +
    newBatches * bytesOf(measured.drainNew[eventsPerBatch], DRAIN) +
    duplicateBatches * bytesOf(measured.drainDuplicate[eventsPerBatch], DRAIN);
  return [
    perOrder({
      service: SERVICE,
      what: 'log lines taken in',
      price: 'logIngestion',
      perMillionOrders: bytes,
    }),
    perOrder({
      service: SERVICE,
      what: `log lines kept for ${logRetentionDays} days`,
      price: 'logStorage',
      perMillionOrders: (bytes * BigInt(logRetentionDays * 24)) / BigInt(HOURS_PER_MONTH),
    }),
  ];
}
