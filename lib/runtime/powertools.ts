import { Logger, LogLevelThreshold } from '@aws-lambda-powertools/logger';
import { type AttentionLimits, attentionIn } from './attention.ts';
import { type Environment, readTelemetryConfig, type TelemetryConfig } from './config.ts';
import { toEmbeddedMetrics } from './embedded-metrics.ts';
import { createMetricsBook, type Tally } from './metrics-book.ts';
import { ShortLogFormatter } from './short-log-formatter.ts';
import type { LogFields, Telemetry } from './telemetry.ts';

export interface PowertoolsTelemetry extends Telemetry {
  readonly logger: Logger;
  /** Writes what the invocation still holds: its last line of level `INFO`, and its metrics. */
  flush(): void;
}

/**
 * Characters of a line's fields that metrics may join. CloudWatch makes no metrics of a line that is too large, and texts
 * of a shop, such as the id of an order, have no limit.
 */
const MAX_FIELDS_WITH_METRICS = 16_384;

interface HeldLine {
  readonly message: string;
  readonly fields: LogFields;
  readonly at: Date;
}

/**
 * Returns telemetry that writes JSON log lines through Powertools. A line of level `INFO` is held back until the next line
 * or the end of the invocation, where the metrics join it: so an ordinary invocation leaves one line. Metrics without such
 * a line, or with another reason than its own, leave lines of their own. Without a namespace there are no metrics.
 */
export function createPowertoolsTelemetry(environment?: Environment): PowertoolsTelemetry {
  const config = readTelemetryConfig(environment);
  const { POWERTOOLS_SERVICE_NAME: service, POWERTOOLS_METRICS_NAMESPACE: namespace } = config;
  const limits = attentionLimits(config);
  const logger = new Logger({ serviceName: service, logFormatter: new ShortLogFormatter() });
  const book = createMetricsBook();
  let held: HeldLine | undefined;

  function release(members: object = {}): void {
    if (held === undefined) return;
    const { message, fields, at } = held;
    held = undefined;
    logger.info(message, { ...fields, at, ...members });
  }

  function embed(tallies: readonly Tally[]) {
    return namespace === undefined ? [] : toEmbeddedMetrics(tallies, { namespace, at: Date.now() });
  }

  return {
    logger,
    info(message, fields = {}) {
      release();
      if (logger.level <= LogLevelThreshold.INFO) held = { message, fields, at: new Date() };
    },
    warn(message, fields = {}) {
      release();
      logger.warn(message, { ...fields });
    },
    error(message, fields, cause) {
      release();
      logger.error(message, { ...fields, ...(cause instanceof Error && { error: cause }) });
    },
    count(metric, value = 1, reason) {
      book.count(metric, value, reason);
    },
    measure(metric, milliseconds) {
      book.measure(metric, milliseconds);
    },
    flush() {
      if (JSON.stringify(held?.fields ?? {}).length > MAX_FIELDS_WITH_METRICS) release();
      // A tally without a reason fits every line, one with a reason only a line that says the same.
      const own = held?.fields['reason'];
      const taken = book.take();
      const counted = [...taken, ...attentionIn(taken, limits)];
      const tallies = Map.groupBy(counted, ({ reason = own }) => held !== undefined && reason === own);
      const [joining, ...others] = embed(tallies.get(true) ?? []);
      release(joining);
      for (const members of [...others, ...embed(tallies.get(false) ?? [])]) {
        process.stdout.write(`${JSON.stringify({ ...members, service })}\n`);
      }
    },
  };
}

/** The thresholds of the alarms, which are parameters of the deployment. */
function attentionLimits(config: TelemetryConfig): AttentionLimits {
  return {
    OldestEventAge: config.OLDEST_EVENT_ALARM_MS,
    OldestErasureAge: config.OLDEST_EVENT_ALARM_MS,
    OldestFetchAge: config.OLDEST_FETCH_ALARM_MS,
    PollLag: config.POLL_LAG_ALARM_MS,
    OrderRecovered: config.RECOVERED_ORDERS_ALARM,
  };
}
