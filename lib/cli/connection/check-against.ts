import type { Connection } from '../../model/connection.ts';
import { ConfigError, type Issue } from '../../model/errors.ts';
import { checkConnections, sharedSecrets } from '../../stores/connections/check-connections.ts';
import { mixedCustomers } from '../../stores/connections/mixed-customers.ts';
import type { StoredConnection } from '../../stores/connections/stored-connections.ts';

/** Checks what can be checked without the others. @throws {ConfigError} the connection is not usable. */
export function checkAlone(id: string, wanted: Connection): void {
  const faults = checkConnections({ [id]: wanted });
  if (faults.length > 0) throw new ConfigError('The connection is not usable', faults);
}

/**
 * Returns warnings: a secret that another connection has, and customers that mix with another's in the stored version
 * already. A prefix cannot change without making every customer new to Dfinery, and a secret has to stay replaceable.
 * @throws {ConfigError} the connection has any other fault.
 */
export function checkAgainst(
  stored: ReadonlyMap<string, StoredConnection>,
  id: string,
  wanted: Connection,
): readonly Issue[] {
  const shops = Object.fromEntries(
    [...stored.values()].flatMap(({ id: of, shop }) => (shop ? [[of, shop]] : [])),
  );
  const together = { ...shops, [id]: wanted };
  const isOurs = ({ path }: Issue) => path.startsWith(`${id}.`);
  const known = new Set(mixedCustomers(shops).map(issueText));

  const issues = checkConnections(together).filter(isOurs);
  const faults = issues.filter((issue) => !known.has(issueText(issue)));
  if (faults.length > 0) throw new ConfigError('The connection is not usable', faults);
  return [...issues, ...sharedSecrets(together).filter(isOurs)];
}

/** Returns an issue as one line. */
export function issueText({ path, message }: Issue): string {
  return `${path}: ${message}`;
}
