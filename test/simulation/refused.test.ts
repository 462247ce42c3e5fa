import { expect, test } from 'vitest';
import { runRefused } from './refused-run.ts';

/** Good orders have their own try, whatever else of their service is refused. Seconds. */
const LATE = { p50: 15, p99: 60, last: 900 };

test.for([{ layout: 'two services', goodPerHour: 30, refusedPerHour: 30 }] as const)(
  '$layout, $refusedPerHour refused orders an hour: $goodPerHour good ones an hour come in time, none dies',
  async (options) => {
    const { good, delivered, dead, late } = await runRefused({ seed: 1, ...options });

    expect({ delivered, dead }).toEqual({ delivered: good, dead: 0 });
    expect(late.p50).toBeLessThanOrEqual(LATE.p50);
    expect(late.p99).toBeLessThanOrEqual(LATE.p99);
    expect(late.last).toBeLessThanOrEqual(LATE.last);
  },
);
