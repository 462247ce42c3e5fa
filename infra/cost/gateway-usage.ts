import { perOrder, type UsageLine, type Workload } from './usage-line.ts';

/** A larger request counts as several. */
const METERED_BYTES = 512 * 1024;

/** Requests of the HTTP API that bring orders. */
export function gatewayUsage(workload: Workload): UsageLine[] {
  const { measured, traffic } = workload;
  const what = 'requests of the HTTP API';
  return gatewayRequests(workload, { what, requests: traffic.deliveries, bytes: measured.webhookBytes });
}

/**
 * Returns what so many requests of so many bytes are charged as. A function URL has no charge of its own.
 * @see https://aws.amazon.com/api-gateway/pricing/ (read 2026-11-24)
 */
export function gatewayRequests(
  { assumptions }: Pick<Workload, 'assumptions'>,
  { what, requests, bytes }: { readonly what: string; readonly requests: bigint; readonly bytes: number },
): UsageLine[] {
  if (assumptions.entrance === 'function-url') return [];
  const metered = BigInt(Math.ceil(bytes / METERED_BYTES));
  const perMillionOrders = requests * metered;
  return [perOrder({ service: 'API Gateway', what, price: 'httpApiRequests', perMillionOrders })];
}
