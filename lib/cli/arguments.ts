import { findSource } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import { UsageError } from './command.ts';
import { needed, parseOptions, TEXT } from './parse-options.ts';

export interface DeliveryArguments {
  readonly source: Source;
  readonly topic: string;
  readonly connection: string | undefined;
  readonly to: string | undefined;
  readonly files: readonly string[];
}

/**
 * Reads `--source S --topic T [--connection FILE] [--to URL] [FILE]`.
 * @throws {UsageError} an argument is unknown or missing.
 */
export function readDeliveryArguments(args: readonly string[]): DeliveryArguments {
  const { values, positionals } = parseOptions(args, {
    source: TEXT,
    topic: TEXT,
    connection: TEXT,
    to: TEXT,
  });
  const source = readSource(values.source);
  const topic = needed(values.topic, '--topic');
  if (positionals.length > 1) throw new UsageError('Only one FILE can be given');
  const { connection, to } = values;
  return { source, topic, connection, to, files: positionals };
}

/** Returns the source that `--source` names. @throws {UsageError} it is missing or unknown. */
export function readSource(option: string | undefined): Source {
  const id = needed(option, '--source');
  const source = findSource(id);
  if (source === undefined) throw new UsageError(`Unknown source: ${id}`);
  return source;
}
