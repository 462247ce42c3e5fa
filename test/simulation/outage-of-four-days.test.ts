import { test } from 'vitest';
import { rideOut } from './outage-run.ts';

test('10,000 orders ride out four days of an outage by themselves', { timeout: 600_000 }, () => rideOut(4));
