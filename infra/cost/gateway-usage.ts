import { perOrder, type UsageLine, type Workload } from './usage-line.ts';

/** A larger request counts as several. */
const METERED_BYTES = 512 * 1024;

/**
 * Requests of the HTTP API. A function URL has no charge of its own.
 * @see https://aws.amazon.com/api-gateway/pricing/ (read 2026-11-24)
 */
export function gatewayUsage({ assumptions, measured, traffic }: Workload): UsageLine[] {
  if (assumptions.entrance === 'function-url') return [];
  const metered = BigInt(Math.ceil(measured.webhookBytes / METERED_BYTES));
  return [
    perOrder({
      service: 'API Gateway',
      what: 'requests of the HTTP API',
      price: 'httpApiRequests',
      perMillionOrders: traffic.deliveries * metered,
    }),
  ];
}
