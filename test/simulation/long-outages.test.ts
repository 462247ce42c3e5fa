import { test } from 'vitest';
import { rideOut } from './outage-run.ts';

test.each([
  { days: 9, orders: 2_000, looks: [4, 9] },
  { days: 1, orders: 10_000, looks: [1] },
])('$orders orders ride out $days days of an outage by themselves', { timeout: 600_000 }, rideOut);
