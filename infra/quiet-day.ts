import type { MetricName } from '../lib/runtime/telemetry.ts';

/**
 * The metrics of a day on which all goes well: whole orders of four webhooks come, and a shop is polled. CloudWatch charges for each
 * of them, and for others only in hours in which they are written: by reason, by outcome, of fetches, profiles and faults.
 */
export const quietMetrics = [
  'DeliveryReceived',
  'DeliveryVerified',
  'DeliveryAccepted',
  'DeliveryKnown',
  'EventQueued',
  'EventSent',
  'EventAge',
  'PollLag',
] as const satisfies readonly MetricName[];
