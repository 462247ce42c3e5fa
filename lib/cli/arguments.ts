import { findSource } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import { UsageError } from './command.ts';
import { parseOptions, TEXT } from './parse-options.ts';

export interface DeliveryArguments {
  readonly source: Source;
  readonly topic: string;
  readonly connection: string | undefined;
  readonly to: string | undefined;
  readonly files: readonly string[];
}

/**
 * Reads `--source S --topic T [--connection FILE] [--to URL] [FILE]`.
 * @throws {UsageError} an argument is unknown, or a needed one is missing.
 */
export function readDeliveryArguments(args: readonly string[]): DeliveryArguments {
  const { values, positionals } = parseOptions(args, {
    source: TEXT,
    topic: TEXT,
    connection: TEXT,
    to: TEXT,
  });
  if (values.source === undefined) throw new UsageError('--source is missing');
  if (values.topic === undefined) throw new UsageError('--topic is missing');
  const source = findSource(values.source);
  if (source === undefined) throw new UsageError(`Unknown source: ${values.source}`);
  if (positionals.length > 1) throw new UsageError('Only one FILE can be given');
  const { topic, connection, to } = values;
  return { source, topic, connection, to, files: positionals };
}
