import type { MetricName } from '../../lib/runtime/telemetry.ts';
import type { Metric } from './alarm.ts';

const service = { Name: 'service', Value: '${self:custom.metricsService}' };

/** Returns a metric of the adapter, or one for each of some reasons. */
export function own(MetricName: MetricName): [Metric];
export function own(MetricName: MetricName, first: string, ...more: readonly string[]): [Metric, ...Metric[]];
export function own(MetricName: MetricName, ...reasons: readonly string[]): Metric[] {
  const metric = { Namespace: 'DfineryWebhookAdapter', MetricName };
  if (reasons.length === 0) return [{ ...metric, Dimensions: [service] }];
  return reasons.map((Value) => ({ ...metric, Dimensions: [service, { Name: 'reason', Value }] }));
}

/** Returns a metric of a queue, by the name of its resource. */
export const ofQueue = (queue: string, messages: 'Visible' | 'NotVisible' = 'Visible'): Metric => ({
  Namespace: 'AWS/SQS',
  MetricName: `ApproximateNumberOfMessages${messages}`,
  Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
});

/** Returns a metric of a function, by its name in `serverless.yml` with a capital. */
export const ofFunction = (name: string, MetricName: 'Errors' | 'Throttles' | 'Duration'): Metric => ({
  Namespace: 'AWS/Lambda',
  MetricName,
  Dimensions: [{ Name: 'FunctionName', Value: { Ref: `${name}LambdaFunction` } }],
});

/** Every 5xx that a shop got, whoever gave it. */
export const answers5xx: Metric = {
  Namespace: '${self:custom.entrance.failures.Namespace}',
  MetricName: '${self:custom.entrance.failures.MetricName}',
  Dimensions: '${self:custom.entrance.failures.Dimensions}',
};

/** The functions that work for shops, in the order of an order's way. */
export const functions = [
  'ReceiveWebhook',
  'DrainEvents',
  'FetchOrders',
  'RefreshTokens',
  'EraseCustomers',
  'PollOrders',
  'VerifyArrivals',
] as const;

/** Runs of `functions` that did not end well, counted in their logs. */
export const failedRuns: Metric = {
  Namespace: '${self:custom.metricsService}',
  MetricName: 'FunctionFailed',
  Dimensions: [],
};
