import { type Alarm, parameter } from './alarm.ts';
import { ofBothSets } from './of-both-sets.ts';
import { failedRuns, functions, own } from './watched.ts';

/** A fault that lasts rings once, and again after an hour without it. */
const ONCE = { periods: 12, atFirst: true } as const;

/** `alarms: essential`: few alarms of many faults. What it was, the command says that each names. */
export const essential: Readonly<Record<string, Alarm>> = {
  ...ofBothSets,

  OrdersNeedAttention: {
    says: 'Orders do not arrive as they should',
    page: 'orders-do-not-arrive',
    type: ['status', 'logs --level warn'],
    looksAt: own('NeedsAttention', 'orders'),
    ...ONCE,
  },
  ShopsNeedAttention: {
    says: 'A shop is silent, is not read, or does not take its key',
    page: 'orders-do-not-arrive',
    type: ['status', 'doctor'],
    looksAt: own('NeedsAttention', 'shops'),
    ...ONCE,
  },
  PrivacyNeedsAttention: {
    says: 'A privacy request needs a person; the legal deadline is running',
    page: 'privacy-requests',
    type: ['erasures list', 'dead-letters list --queue erasures'],
    looksAt: own('NeedsAttention', 'privacy'),
    ...ONCE,
  },
  SignatureFailures: {
    says: 'Deliveries have a wrong signature or none',
    page: 'deliveries-are-refused-deliveryrefused-by-reason',
    type: ['status', 'connection list'],
    looksAt: own('NeedsAttention', 'signatures'),
    threshold: parameter('signatureFailuresAlarm'),
    ...ONCE,
  },
  FunctionFailed: {
    says: 'A function fails',
    page: 'a-function-fails-errors',
    type: ['logs --level error'],
    looksAt: [failedRuns],
    endsUpdate: true,
    ...ONCE,
  },
};

/**
 * Lambda's line of a run that did not end well, also of one that timed out or did not start. `systemLogLevel` lets it pass
 * at any level, and it must be JSON.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html (read 2026-11-30)
 */
const FAILED_RUN = '{ ($.type = "platform.report") && ($.record.status != "success") }';

/** Returns what counts failed runs: seven metrics of AWS would be seven metrics of an alarm. */
export function failureFilters(): Readonly<Record<string, object>> {
  const { Namespace: MetricNamespace, MetricName } = failedRuns;
  return Object.fromEntries(
    functions.map((name) => [
      `${name}FailureFilter`,
      {
        Type: 'AWS::Logs::MetricFilter',
        Properties: {
          LogGroupName: { Ref: `${name}LogGroup` },
          FilterPattern: FAILED_RUN,
          MetricTransformations: [{ MetricNamespace, MetricName, MetricValue: '1', Unit: 'Count' }],
        },
      },
    ]),
  );
}
