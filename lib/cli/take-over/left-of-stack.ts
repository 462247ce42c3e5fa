import { ConfigError } from '../../model/errors.ts';
import type { LeftResource } from './left-resource.ts';

/** Returns what one removed stack left. @throws {ConfigError} `from` begins the id of none, or of several. */
export function leftOfStack(left: readonly LeftResource[], from: string): LeftResource[] {
  const found = left.filter(({ by }) => by?.id.startsWith(from));
  const ids = new Set(found.map(({ by }) => by?.id));
  if (ids.size === 0) throw new ConfigError(`No removed stack begins with ${from}, or nothing of it is left`);
  if (ids.size > 1) {
    throw new ConfigError(
      `${ids.size} removed stacks begin with "${from}": ${[...ids].join(', ')}. Type more of one`,
    );
  }
  return found;
}
