import type { Tally } from './metrics-book.ts';

/** Members of a log line of which CloudWatch makes metrics. The line may have any other members. A count needs no unit. */
export interface EmbeddedMetrics {
  readonly _aws: {
    /** Milliseconds since 1970. */
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly [readonly string[]];
      readonly Metrics: readonly { readonly Name: string; readonly Unit?: 'Milliseconds' }[];
    }[];
  };
  readonly [member: string]: unknown;
}

/**
 * Returns the members for lines, as few as can be. All metrics of a line share its one member `reason`, and a name has
 * one value there; so tallies go apart that differ in their reasons, or share a name. The line needs a member `service`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html (read 2026-11-29)
 */
export function toEmbeddedMetrics(
  tallies: readonly Tally[],
  place: { readonly namespace: string; readonly at: number },
): EmbeddedMetrics[] {
  const lines: Tally[][] = [];
  for (const tally of tallies) {
    const line = lines.find((others) => others.every((other) => fitTogether(other, tally)));
    if (line === undefined) lines.push([tally]);
    else line.push(tally);
  }
  return lines.map((line) => toMembers(line, place));
}

function fitTogether(one: Tally, other: Tally): boolean {
  const names = namesOf(one);
  const haveOneReason = one.reason === undefined || other.reason === undefined;
  return haveOneReason && !namesOf(other).some((name) => names.includes(name));
}

function namesOf({ counts, durations }: Tally): readonly string[] {
  return [...counts.keys(), ...durations.keys()];
}

function toMembers(
  tallies: readonly Tally[],
  { namespace, at }: { readonly namespace: string; readonly at: number },
): EmbeddedMetrics {
  const reason = tallies.find((tally) => tally.reason !== undefined)?.reason;
  return {
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: tallies.map((tally) => ({
        Namespace: namespace,
        Dimensions: [tally.reason === undefined ? ['service'] : ['service', 'reason']],
        Metrics: [
          ...[...tally.counts.keys()].map((Name) => ({ Name })),
          ...[...tally.durations.keys()].map((Name) => ({ Name, Unit: 'Milliseconds' as const })),
        ],
      })),
    },
    ...(reason !== undefined && { reason }),
    ...Object.fromEntries(tallies.flatMap(valuesOf)),
  };
}

function valuesOf({ counts, durations }: Tally): (readonly [string, unknown])[] {
  const lists = [...durations].map(
    ([name, values]) => [name, values.length === 1 ? values[0] : values] as const,
  );
  return [...counts, ...lists];
}
