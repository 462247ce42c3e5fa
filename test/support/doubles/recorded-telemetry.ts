import type { LogFields, MetricName, Telemetry } from '../../../lib/runtime/telemetry.ts';

export interface RecordedTelemetry extends Telemetry {
  /** `DeliveryIgnored:unpaid` → how often. */
  readonly counts: Readonly<Record<string, number>>;
  /** The last value of every duration. */
  readonly durations: Readonly<Record<string, number>>;
  /** Every duration that was measured, in order. */
  readonly measured: readonly { readonly metric: MetricName; readonly milliseconds: number }[];
  /** Every log line as JSON text with its cause, to look for text that must not be there. */
  readonly lines: readonly string[];
}

/** Returns telemetry that remembers. */
export function recordTelemetry(): RecordedTelemetry {
  const counts: Record<string, number> = {};
  const durations: Record<string, number> = {};
  const measured: { metric: MetricName; milliseconds: number }[] = [];
  const lines: string[] = [];
  const write =
    (level: string) =>
    (message: string, fields: LogFields = {}, cause?: unknown): void => {
      const text = cause instanceof Error ? `${cause.name}: ${cause.message} ${String(cause.stack)}` : '';
      lines.push(JSON.stringify({ level, message, ...fields, cause: text }));
    };
  return {
    counts,
    durations,
    measured,
    lines,
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    count: (metric: MetricName, value = 1, reason?: string) => {
      const key = reason === undefined ? metric : `${metric}:${reason}`;
      counts[key] = (counts[key] ?? 0) + value;
    },
    measure: (metric: MetricName, milliseconds: number) => {
      durations[metric] = milliseconds;
      measured.push({ metric, milliseconds });
    },
  };
}

/** Deliveries received = accepted + known + ignored + parked + refused. Returns both sides. */
export function deliveryAccount({ counts }: RecordedTelemetry): { received: number; settled: number } {
  const settled = [
    'DeliveryAccepted',
    'DeliveryKnown',
    'DeliveryIgnored',
    'DeliveryParked',
    'DeliveryRefused',
  ];
  const of = (name: string) =>
    Object.entries(counts)
      .filter(([key]) => key === name || key.startsWith(`${name}:`))
      .reduce((total, [, value]) => total + value, 0);
  return { received: of('DeliveryReceived'), settled: settled.reduce((total, name) => total + of(name), 0) };
}
