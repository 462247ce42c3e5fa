import * as v from 'valibot';
import { UsageError } from '../../lib/cli/command.ts';
import { FLAG, parseOptions, TEXT } from '../../lib/cli/parse-options.ts';
import { asDeployed, type Durations } from './assumptions.ts';
import { batchSizes } from './measured.ts';
import { regions } from './prices.ts';
import { deployed, type Scenario } from './scenario.ts';

/** What the script is asked for. */
export interface CostQuestion {
  readonly scenario: Omit<Scenario, 'measured'>;
  /** A file of durations to take in place of what was measured. */
  readonly durationsFile: string | undefined;
  readonly measure: boolean;
  readonly write: boolean;
}

export const USAGE = [
  'Usage: npm run cost -- [--orders N] [--webhooks-per-order N] [--profiles send]',
  `                       [--events-per-batch ${batchSizes.join('|')}] [--region ${regions.join('|')}]`,
  '                       [--durations FILE]',
  '       npm run cost -- [--measure] [--write]',
].join('\n');

const scenarioOptions = {
  orders: TEXT,
  'webhooks-per-order': TEXT,
  'events-per-batch': TEXT,
  region: TEXT,
  profiles: TEXT,
  durations: TEXT,
};
const options = { ...scenarioOptions, measure: FLAG, write: FLAG };

const CountOption = v.pipe(
  v.string(),
  v.regex(/^[1-9]\d{0,9}$/, 'expected a whole number'),
  v.transform(Number),
);
const ScenarioOptions = v.object({
  orders: v.optional(CountOption),
  'webhooks-per-order': v.optional(v.pipe(CountOption, v.maxValue(100))),
  'events-per-batch': v.optional(v.pipe(CountOption, v.picklist(batchSizes))),
  region: v.optional(v.picklist(regions)),
  profiles: v.optional(v.picklist(['ignore', 'send'])),
});

const Milliseconds = v.pipe(v.number(), v.minValue(0), v.maxValue(900_000));
const DurationsSchema = v.strictObject({ receiveWebhook: Milliseconds, drainEvents: Milliseconds });

/** Reads the arguments of the script. @throws {UsageError} they make no sense. */
export function readQuestion(args: readonly string[]): CostQuestion {
  const { values, positionals } = parseOptions(args, options);
  const { measure = false, write = false } = values;
  const isOwnScenario = Object.keys(scenarioOptions).some((name) => name in values);
  if (positionals.length > 0) throw new UsageError('expected options only');
  if ((measure || write) && isOwnScenario) throw new UsageError('the page is of the stack as it is deployed');

  const given = reading(ScenarioOptions, values);
  return {
    scenario: {
      orders: given.orders ?? deployed.orders,
      region: given.region ?? deployed.region,
      assumptions: {
        ...asDeployed,
        webhooksPerOrder: given['webhooks-per-order'] ?? asDeployed.webhooksPerOrder,
        eventsPerBatch: given['events-per-batch'] ?? asDeployed.eventsPerBatch,
        profiles: given.profiles ?? asDeployed.profiles,
      },
    },
    durationsFile: values.durations,
    measure,
    write,
  };
}

/** Reads a file of durations. @throws {UsageError} it holds something else. */
export function readDurations(text: string): Durations {
  try {
    return reading(DurationsSchema, JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`the durations cannot be read: ${why}`);
  }
}

function reading<const Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  throw new UsageError(
    result.issues.map((issue) => `${v.getDotPath(issue) ?? ''}: ${issue.message}`).join('; '),
  );
}
