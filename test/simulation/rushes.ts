import type { Rush } from './rush-run.ts';

/**
 * Of SQS and of Dfinery, as documented.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html (read 2026-11-25)
 * @see https://docs.dfinery.ai/api-guide/rate-limit (read 2026-11-23)
 */
const quotas = { maxInFlight: 120_000, profileCallsPerMinute: 10_000 };

/** The rushes that `npm run soak -- --scenario NAME` plays. */
export const rushes = {
  'thousand-a-second': {
    ordersPerSecond: 1_000,
    seconds: 600,
    webhooks: [['orders/paid', 0]],
    profiles: 'ignore',
    drainConcurrency: 30,
    ...quotas,
  },
  /** Every buyer is new, and Dfinery is away in the middle of the hour. */
  'flash-sale': {
    ordersPerSecond: 50,
    seconds: 3_600,
    webhooks: [
      ['orders/create', 0],
      ['orders/paid', 3],
      ['orders/updated', 60],
      ['orders/updated', 600],
    ],
    profiles: 'send',
    drainConcurrency: 20,
    down: { from: 1_200, to: 2_400 },
    ...quotas,
  },
} as const satisfies Readonly<Record<string, Rush>>;

/** Returns a rush with one in so many of its orders, against quotas that are as much lower. Its drains stay as they are. */
export function oneIn(many: number, rush: Rush): Rush {
  const { ordersPerSecond, maxInFlight, profileCallsPerMinute } = rush;
  return {
    ...rush,
    ordersPerSecond: ordersPerSecond / many,
    maxInFlight: maxInFlight / many,
    profileCallsPerMinute: profileCallsPerMinute / many,
  };
}
