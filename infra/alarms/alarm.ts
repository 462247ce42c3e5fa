/** A metric of CloudWatch, as a template names it. */
export interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  /** Some, or the variable of `serverless.yml` that holds them. */
  readonly Dimensions: string | readonly { readonly Name: string; readonly Value: unknown }[];
}

/** An alarm, without what all alarms have. */
export interface Alarm {
  /** What happened, without a full stop. */
  readonly says: string;
  /** The section of `docs/runbook.md`, by its anchor. */
  readonly page: string;
  /** What to type, without stage and region. */
  readonly type: readonly string[];
  /** CloudWatch charges for each of them. */
  readonly looksAt: readonly [Metric, ...Metric[]];
  /** What becomes of several metrics, `m1` and so on. Default: their sum, if there are several. */
  readonly expression?: string;
  readonly statistic?: 'Sum' | 'Minimum' | 'Maximum' | 'p99';
  /** It rings from here on: a number, or the parameter that holds it. Default: 1. */
  readonly threshold?: string;
  /** Seconds. Default: 300. */
  readonly period?: 300 | 3600;
  /** So many periods in a row, or the parameter that holds the number. Default: 1. */
  readonly periods?: number | string;
  /** It rings at the first of the periods, and once in all of them. */
  readonly atFirst?: true;
  /** An update that makes it ring is taken back, with `watchMinutes`. */
  readonly endsUpdate?: true;
  /** Rings if nothing is counted for all periods, in place of something. */
  readonly onSilence?: true;
}

/** Returns the value of a parameter, as `serverless.yml` writes it. */
export const parameter = (name: string): string => `\${param:${name}}`;

const topic = { Ref: 'AlarmTopic' };

/** Returns the resource of an alarm. */
export function toResource(alarm: Alarm): object {
  const { says, page, type, threshold = 1, periods = 1, atFirst, onSilence } = alarm;
  const commands = type.map((command) => `adapter ${command} --stage \${sls:stage} --region \${aws:region}`);
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription: `${says}. ${parameter('runbookUrl')}#${page} Type: ${commands.join('; ')}`,
      AlarmActions: [topic],
      // What happened once is not over because nothing more happened for an hour.
      ...(atFirst ? { DatapointsToAlarm: 1 } : { OKActions: [topic] }),
      // Silence is a lack of data. A stage without a shop begins in that state, and only a change of state sends a mail.
      // https://docs.aws.amazon.com/autoscaling/application/userguide/cloudwatch-alarm-notifications.html (read 2026-11-28)
      ...(onSilence
        ? { InsufficientDataActions: [topic], ComparisonOperator: 'LessThanThreshold' }
        : { ComparisonOperator: 'GreaterThanOrEqualToThreshold' }),
      Threshold: threshold,
      EvaluationPeriods: periods,
      TreatMissingData: onSilence ? 'missing' : 'notBreaching',
      ...measureOf(alarm),
    },
  };
}

function measureOf({ looksAt, expression, statistic = 'Sum', period = 300 }: Alarm): object {
  const [only] = looksAt;
  if (looksAt.length === 1 && expression === undefined) {
    const isPercentile = statistic.startsWith('p');
    return { ...only, Period: period, [isPercentile ? 'ExtendedStatistic' : 'Statistic']: statistic };
  }
  const ids = looksAt.map((_, index) => `m${index + 1}`);
  return {
    Metrics: [
      ...looksAt.map((Metric, index) => ({
        Id: ids[index],
        ReturnData: false,
        MetricStat: { Period: period, Stat: statistic, Metric },
      })),
      {
        Id: 'total',
        Expression: expression ?? ids.map((id) => `FILL(${id}, 0)`).join(' + '),
        ReturnData: true,
      },
    ],
  };
}
