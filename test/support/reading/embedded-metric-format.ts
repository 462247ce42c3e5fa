import { Ajv } from 'ajv';

const name = { type: 'string', minLength: 1, maxLength: 255 };

/**
 * What AWS's JSON schema demands of a line that holds metrics, with the one unit that the adapter names; and the limits
 * that its page names beside the schema: 100 metrics of a directive.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html (read 2026-11-29)
 */
const schema = {
  type: 'object',
  required: ['_aws'],
  properties: {
    _aws: {
      type: 'object',
      required: ['Timestamp', 'CloudWatchMetrics'],
      additionalProperties: false,
      properties: {
        Timestamp: { type: 'integer' },
        CloudWatchMetrics: {
          type: 'array',
          items: {
            type: 'object',
            required: ['Namespace', 'Dimensions', 'Metrics'],
            additionalProperties: false,
            properties: {
              Namespace: name,
              Dimensions: { type: 'array', minItems: 1, items: { type: 'array', maxItems: 9, items: name } },
              Metrics: {
                type: 'array',
                maxItems: 100,
                items: {
                  type: 'object',
                  required: ['Name'],
                  additionalProperties: false,
                  properties: { Name: name, Unit: { enum: ['Milliseconds'] } },
                },
              },
            },
          },
        },
      },
    },
  },
};

const validate = new Ajv({ allErrors: true }).compile(schema);

/** A line that holds metrics, with whatever else it says. */
export interface MetricLine {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit?: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

/**
 * Returns what is wrong with a line: by the schema, and by what the page says of the members that a directive names. A
 * metric is a number or up to 100 of them, a dimension is a text, and no two directives share a name.
 */
export function faultsOf(line: object): readonly string[] {
  if (!validate(line))
    return (validate.errors ?? []).map(({ instancePath, message = '' }) => instancePath + message);
  const { _aws, ...members } = line as MetricLine;
  const names = _aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name));
  const dimensions = _aws.CloudWatchMetrics.flatMap((directive) => directive.Dimensions.flat());
  return [
    ...names.filter((one) => !isMetric(members[one])).map((one) => `${one} is no metric`),
    ...dimensions.filter((one) => typeof members[one] !== 'string').map((one) => `${one} is no dimension`),
    ...(new Set(names).size < names.length ? ['a name stands twice'] : []),
    // CloudWatch Logs takes events of 256 KB.
    ...(Buffer.byteLength(JSON.stringify(line)) > 256 * 1024 ? ['too large'] : []),
  ];
}

function isMetric(value: unknown): boolean {
  const values = Array.isArray(value) ? value : [value];
  return values.length > 0 && values.length <= 100 && values.every((one) => Number.isFinite(one));
}
