import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Telemetry } from './telemetry.ts';

export interface PowertoolsTelemetry extends Telemetry {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * Returns telemetry that writes JSON log lines and EMF metrics through Powertools. A counter with a reason is written
 * as a metric of its own, because all metrics of one EMF line share their dimensions.
 * @see https://docs.aws.amazon.com/powertools/typescript/latest/features/metrics/ (read 2026-11-24)
 */
export function createPowertoolsTelemetry(): PowertoolsTelemetry {
  const logger = new Logger();
  const metrics = new Metrics();
  return {
    logger,
    metrics,
    info: (message, fields = {}) => {
      logger.info(message, { ...fields });
    },
    warn: (message, fields = {}) => {
      logger.warn(message, { ...fields });
    },
    error: (message, fields, cause) => {
      logger.error(message, { ...fields, ...(cause instanceof Error && { error: cause }) });
    },
    count: (metric, value = 1, reason) => {
      if (reason === undefined) {
        metrics.addMetric(metric, MetricUnit.Count, value);
      } else {
        metrics.singleMetric().addDimension('reason', reason).addMetric(metric, MetricUnit.Count, value);
      }
    },
    measure: (metric, milliseconds) => {
      metrics.addMetric(metric, MetricUnit.Milliseconds, milliseconds);
    },
  };
}
