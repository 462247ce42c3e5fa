import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { CONNECTION_ID, type Connection, ConnectionSchema, NOT_JSON } from '../../lib/model/connection.ts';
import { ConfigError } from '../../lib/model/errors.ts';
import { toIssues } from '../../lib/model/issues.ts';
import { checkConnections } from '../../lib/stores/connections/check-connections.ts';

/** Connection id → connection. */
export type Connections = Readonly<Record<string, Connection>>;

const ConnectionId = v.pipe(
  v.string(),
  v.regex(CONNECTION_ID, 'is not a connection id (a-z, 0-9 and -, at most 63)'),
);

/** What a page of a shop shows, and `connection put` takes. */
const OneConnection = v.object({ source: v.string() });

const ConnectionsSchema = v.pipe(
  v.unknown(),
  // The schema library accepts a list as an object.
  v.check((connections) => !Array.isArray(connections), 'expected an object of connection id → connection'),
  v.check((given) => !v.is(OneConnection, given), 'is one connection: put it under an id, as {"main": {…}}'),
  v.record(ConnectionId, ConnectionSchema),
  v.check((connections) => Object.keys(connections).length > 0, 'needs at least one connection'),
);

/**
 * Reads a file that holds an object of connection id → connection.
 * @throws {ConfigError} the file cannot be read, is not JSON, or a connection is not usable. Names every path at once.
 */
export async function readConnectionsFile(file: string): Promise<Connections> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new ConfigError(`The connections file ${file} cannot be read`, [], cause);
  });
  return parseConnections(text, file);
}

/**
 * Reads connections from JSON text. Messages call it by `name` and never quote the text: it holds secrets.
 * @throws {ConfigError} see `readConnectionsFile`.
 */
export function parseConnections(text: string, name: string): Connections {
  const result = v.safeParse(ConnectionsSchema, parseJson(text, name));
  const issues = result.success
    ? checkConnections(result.output)
    : toIssues(result.issues, { namesFields: true });
  if (!result.success || issues.length > 0) throw new ConfigError(`${name} is not usable`, issues);
  return result.output;
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ConfigError(`${name} ${NOT_JSON}`);
  }
}
