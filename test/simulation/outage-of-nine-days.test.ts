import { test } from 'vitest';
import { rideOut } from './outage-run.ts';

test('10,000 orders ride out nine days of an outage by themselves', { timeout: 600_000 }, () =>
  rideOut({ days: 9, orders: 10_000, looks: [4, 9] }),
);
