import * as v from 'valibot';
import { type Connection, ConnectionSchema } from '../../model/connection.ts';
import { ConfigError } from '../../model/errors.ts';
import { toIssues } from '../../model/issues.ts';
import { UsageError } from '../command.ts';

/** Why some fields are not set as an argument. */
const NOT_SET: Readonly<Record<string, string>> = {
  source: 'a connection keeps its source: make another one',
  shop: 'shop is part of every event id, so it never changes',
  secrets: 'arguments can be seen by others: use add-secret',
  dfinery: 'arguments can be seen by others: use put',
  api: 'arguments can be seen by others: use put',
};

/**
 * Returns the settings that `FIELD=VALUE` arguments name. A value is JSON, or else a text; none removes the field. Pure.
 * @throws {UsageError} an argument has no `=`, or its field is not set this way.
 */
export function readSettings(args: readonly string[]): ReadonlyMap<string, unknown> {
  if (args.length === 0) throw new UsageError('set needs FIELD=VALUE');
  return new Map(
    args.map((arg) => {
      const end = arg.indexOf('=');
      if (end < 1) throw new UsageError(`set needs FIELD=VALUE (you wrote "${arg}")`);
      const field = arg.slice(0, end);
      const reason = Object.hasOwn(NOT_SET, field) ? NOT_SET[field] : undefined;
      if (reason !== undefined) throw new UsageError(reason);
      return [field, toValue(arg.slice(end + 1))];
    }),
  );
}

/**
 * Returns a connection with the settings in place of its own. Pure.
 * @throws {ConfigError} that is no connection; names paths, never values.
 */
export function withSettings(
  file: Readonly<Record<string, unknown>>,
  settings: ReadonlyMap<string, unknown>,
): Connection {
  const changed = Object.entries({ ...file, ...Object.fromEntries(settings) });
  const whole = Object.fromEntries(changed.filter(([, value]) => value !== undefined));
  const result = v.safeParse(ConnectionSchema, whole);
  if (result.success) return result.output;
  throw new ConfigError('This is not a connection', toIssues(result.issues, { namesFields: true }));
}

function toValue(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
