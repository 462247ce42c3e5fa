import * as v from 'valibot';

/** One line of a log group, as it is stored. `at` in milliseconds since 1970. */
export interface StoredRecord {
  readonly at: number;
  readonly group: string;
  readonly text: string;
}

/** What a log line says. Lines have no personal data, and neither has this. */
export interface LogRecord {
  readonly at: number;
  /** The function's name in `serverless.yml`; `changes` for what operators changed. */
  readonly from: string;
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, string>>;
  /** The whole line, without what CloudWatch makes metrics of. */
  readonly json: Readonly<Record<string, unknown>>;
}

const Line = v.looseObject({ level: v.string(), message: v.string() });
/** The last line of an invocation holds its metrics, too. */
const Metrics = v.object({
  CloudWatchMetrics: v.array(v.object({ Metrics: v.array(v.object({ Name: v.string() })) })),
});
/** What Lambda itself writes of an invocation. */
const PlatformLine = v.looseObject({ type: v.string(), record: v.looseObject({ status: v.string() }) });
const ErrorField = v.looseObject({ name: v.string(), message: v.string() });

/** Fields that are equal in every line of a function, or say in ids of AWS what others say better. */
const HIDDEN = [
  'level',
  'message',
  'timestamp',
  'service',
  'error',
  'function_request_id',
  'traceId',
  'stack',
  'errorType',
  'errorMessage',
];

/** Returns what a line says; `undefined` for lines that only hold metrics, and for what Lambda writes of a run that went well. */
export function readLogRecord({ at, group, text }: StoredRecord): LogRecord | undefined {
  const json = parse(text);
  const from = nameOf(group);
  const platform = v.safeParse(PlatformLine, json);
  if (platform.success) {
    const { type, record } = platform.output;
    if (type !== 'platform.report' || record.status === 'success') return undefined;
    const fields = textFields(record, ['metrics', 'tracing', 'spans']);
    return {
      at,
      from,
      level: 'ERROR',
      message: 'The function did not end well',
      fields,
      json: platform.output,
    };
  }
  const line = v.safeParse(Line, json);
  if (!line.success) return undefined;
  const { level, message, error } = line.output;
  const said = withoutMetrics(line.output);
  const cause = v.safeParse(ErrorField, error);
  const fields = {
    ...textFields(said, HIDDEN),
    ...(cause.success && { error: `${cause.output.name}: ${cause.output.message}` }),
  };
  return { at, from, level, message, fields, json: said };
}

function withoutMetrics({ _aws, ...line }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const metrics = v.safeParse(Metrics, _aws);
  if (!metrics.success) return line;
  const names = metrics.output.CloudWatchMetrics.flatMap(({ Metrics: all }) => all.map(({ Name }) => Name));
  return Object.fromEntries(Object.entries(line).filter(([name]) => !names.includes(name)));
}

/** Returns one readable line: time, level, function, message and fields. */
export function toLogText({ at, from, level, message, fields }: LogRecord): string {
  const time = new Date(at).toISOString().replace('T', ' ').slice(0, 23);
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${quoted(value)}`);
  return [time, level.padEnd(5), from.padEnd(14), message, ...rest].join(' ');
}

function quoted(value: string): string {
  return /^[^\s"]+$/.test(value) ? value : JSON.stringify(value);
}

function textFields(
  record: Readonly<Record<string, unknown>>,
  hidden: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => {
      if (hidden.includes(name) || value == null) return [];
      return [[name, typeof value === 'string' ? value : JSON.stringify(value)]];
    }),
  );
}

/** `/aws/lambda/dfinery-webhook-adapter-prod-drainEvents` → `drainEvents`. */
function nameOf(group: string): string {
  return /[^/-]+$/.exec(group)?.[0] ?? group;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
