import { findSource } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import { UsageError } from './command.ts';
import { needed, parseOptions, TEXT } from './parse-options.ts';

export interface DeliveryArguments {
  readonly source: Source;
  readonly topic: string;
  readonly connection: string | undefined;
  readonly files: readonly string[];
}

/** The options that describe a delivery. */
export const DELIVERY_OPTIONS = { source: TEXT, topic: TEXT, connection: TEXT } as const;

/**
 * Reads `--source S --topic T [--connection FILE] [--to URL] [FILE]`.
 * @throws {UsageError} an argument is unknown or missing.
 */
export function readDeliveryArguments(
  args: readonly string[],
): DeliveryArguments & { readonly to: string | undefined } {
  const { values, positionals } = parseOptions(args, { ...DELIVERY_OPTIONS, to: TEXT });
  return { ...toDeliveryArguments(values, positionals), to: values.to };
}

/** Returns what parsed options say of a delivery. @throws {UsageError} an argument is missing, or there are too many. */
export function toDeliveryArguments(
  values: { readonly [Option in keyof typeof DELIVERY_OPTIONS]?: string | undefined },
  files: readonly string[],
): DeliveryArguments {
  const source = readSource(values.source);
  const topic = needed(values.topic, '--topic');
  if (files.length > 1) throw new UsageError('Only one FILE can be given');
  return { source, topic, connection: values.connection, files };
}

/** Returns the source that `--source` names. @throws {UsageError} it is missing or unknown. */
export function readSource(option: string | undefined): Source {
  const id = needed(option, '--source');
  const source = findSource(id);
  if (source === undefined) throw new UsageError(`Unknown source: ${id}`);
  return source;
}
