import { test } from 'vitest';
import { rideOut } from './outage-run.ts';

test.each([
  { days: 9, orders: 2_000, looks: [4, 9] },
  { days: 0.5, orders: 10_000, looks: [0.5] },
])('$orders orders ride out $days days of an outage by themselves', { timeout: 600_000 }, rideOut);
