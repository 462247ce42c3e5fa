import { perOrder, type UsageLine, type Workload } from './usage-line.ts';

/**
 * Traces of both functions, at most: X-Ray takes the first request of a second and a share of the others.
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html (read 2026-11-24)
 */
export function traceUsage({ assumptions, traffic }: Workload): UsageLine[] {
  if (assumptions.tracing !== 'Active') return [];
  const { deliveries, newBatches, duplicateBatches } = traffic;
  return [
    perOrder({
      service: 'X-Ray',
      what: 'traces, where every invocation is traced',
      price: 'traces',
      perMillionOrders: deliveries + newBatches + duplicateBatches,
    }),
  ];
}
