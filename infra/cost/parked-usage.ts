import { HOURS_PER_MONTH, PARKED_PER_MILLION } from './assumptions.ts';
import { perOrder, type UsageLine, type Workload } from './usage-line.ts';

const MILLION = 1_000_000n;

/** Deliveries that could not be read, in S3. */
export function parkedUsage({ assumptions, measured, traffic }: Workload): UsageLine[] {
  const { parkedRetentionDays } = assumptions;
  const parked = (traffic.deliveries * BigInt(PARKED_PER_MILLION)) / MILLION;
  const bytes = parked * BigInt(measured.webhookBytes);
  return [
    perOrder({
      service: 'S3',
      what: `deliveries parked, ${PARKED_PER_MILLION} of a million`,
      price: 'parkingRequests',
      perMillionOrders: parked,
    }),
    perOrder({
      service: 'S3',
      what: `storage of ${parkedRetentionDays} days of those`,
      price: 'parkedStorage',
      perMillionOrders: (bytes * BigInt(parkedRetentionDays * 24)) / BigInt(HOURS_PER_MONTH),
    }),
  ];
}
