import { type RecordedTelemetry, recordTelemetry } from '../support/doubles/recorded-telemetry.ts';

/** Returns telemetry that counts, and remembers neither lines nor durations: a run of a million writes millions of them. */
export function countingTelemetry(): RecordedTelemetry {
  const nothing = (): void => undefined;
  const silent = { info: nothing, warn: nothing, error: nothing, measure: nothing };
  return { ...recordTelemetry(), ...silent };
}
