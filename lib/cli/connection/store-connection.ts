import type { Connection } from '../../model/connection.ts';
import type { StoredConnection, StoredConnections } from '../../stores/connections/stored-connections.ts';
import type { Terminal } from '../command.ts';
import { checkAgainst, issueText } from './check-against.ts';

interface Wanted {
  readonly id: string;
  readonly wanted: Connection;
  /** All there are. */
  readonly stored: ReadonlyMap<string, StoredConnection>;
}

/**
 * Stores a connection in place of what is stored under its id, and removes the parts that it has no more. `since` stays
 * what it was unless the connection has another; of a new one it is now. Returns it.
 * @throws {ConfigError} it does not go together with the others. Nothing is stored then.
 */
export async function storeConnection(
  connections: StoredConnections,
  { id, wanted, stored }: Wanted,
  { complain }: Pick<Terminal, 'complain'>,
): Promise<string> {
  const before = stored.get(id);
  // Without it, every edit of an old order would send that order.
  const since = wanted.since ?? before?.shop?.since ?? new Date().toISOString();
  const complete = { ...wanted, since };
  for (const warning of checkAgainst(stored, id, complete)) complain(issueText(warning));
  await connections.put(id, complete);
  const parts = { api: complete.api, export: complete.dfinery.exportToken };
  const gone = (['api', 'export'] as const).filter(
    (part) => parts[part] === undefined && before?.[part] !== undefined,
  );
  if (gone.length > 0) await connections.removeParts(id, gone);
  return since;
}
