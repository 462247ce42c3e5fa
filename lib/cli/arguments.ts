import { findSource, sources } from '../sources/all-sources.ts';
import type { Source } from '../sources/source.ts';
import { UsageError } from './command.ts';
import type { OptionTable } from './command-help.ts';
import { needed } from './parse-options.ts';
import { didYouMean } from './suggest.ts';

export interface DeliveryArguments {
  readonly source: Source;
  readonly topic: string;
  readonly connection: string | undefined;
  readonly shop: string | undefined;
  readonly files: readonly string[];
}

export const SOURCE_OPTION = {
  type: 'string',
  value: 'S',
  means: "the shop's platform",
  needed: true,
  values: Object.keys(sources),
} as const;

/** The options that describe a delivery. */
export const DELIVERY_OPTIONS = {
  source: SOURCE_OPTION,
  topic: {
    type: 'string',
    value: 'T',
    means: "the platform's name for what happened, such as orders/paid",
    needed: true,
  },
  connection: {
    type: 'string',
    value: 'FILE',
    means: 'a connection as JSON; FILE#ID names one of a file that has several',
    otherwise: "the platform's defaults",
  },
  shop: {
    type: 'string',
    value: 'NAME',
    means: "the shop's name at the platform",
    otherwise: "the connection's, or trial",
  },
} as const satisfies OptionTable;

/** Returns what parsed options say of a delivery. @throws {UsageError} an argument is missing, or there are too many. */
export function toDeliveryArguments(
  values: { readonly [Option in keyof typeof DELIVERY_OPTIONS]?: string | undefined },
  files: readonly string[],
): DeliveryArguments {
  const source = readSource(values.source);
  const topic = needed(values.topic, '--topic');
  if (files.length > 1) throw new UsageError('Only one FILE can be given');
  return { source, topic, connection: values.connection, shop: values.shop, files };
}

/** Returns the source that `--source` names. @throws {UsageError} it is missing or unknown. */
export function readSource(option: string | undefined): Source {
  const id = needed(option, '--source');
  const source = findSource(id);
  if (source !== undefined) return source;
  const known = Object.keys(sources);
  throw new UsageError(`Unknown source: ${id}${didYouMean(id, known)}\nKnown are ${known.join(', ')}.`);
}

/** @throws {UsageError} the source does not know the topic. The receiver would ignore such a delivery. */
export function refuseUnknownTopic({ source, topic }: Pick<DeliveryArguments, 'source' | 'topic'>): void {
  if (Object.hasOwn(source.topics, topic)) return;
  const known = Object.keys(source.topics);
  throw new UsageError(
    `Unknown topic of ${source.id}: ${topic}${didYouMean(topic, known)}\nKnown are ${known.join(', ')}.`,
  );
}
