import { ConfigError } from '../../model/errors.ts';

/** The most signing secrets that `add-secret` leaves: every one of them is tried with each delivery. */
export const MAX_SECRETS = 8;

/**
 * Returns the secrets with a new one in front, so that commands sign with it. Pure.
 * @throws {ConfigError} it is there already, or there are too many.
 */
export function withSecret(secrets: readonly string[], added: string): string[] {
  if (secrets.includes(added)) throw new ConfigError('The connection has this secret already');
  if (secrets.length >= MAX_SECRETS) {
    throw new ConfigError(`The connection has ${secrets.length} secrets already: end a rotation first`);
  }
  return [added, ...secrets];
}

/**
 * Returns the first secret alone: the one that was added last. Pure.
 * @throws {ConfigError} there is no second, or there are more: a shop may have one secret for each of its webhooks.
 */
export function withoutOldSecret(secrets: readonly string[]): string[] {
  const [newest, ...older] = secrets;
  if (newest === undefined || older.length === 0) throw new ConfigError('The connection has no older secret');
  if (older.length === 1) return [newest];
  throw new ConfigError(
    `The connection has ${secrets.length} secrets, and which are old cannot be told: ` +
      'take them out with connection get ID --reveal and connection put ID FILE',
  );
}
