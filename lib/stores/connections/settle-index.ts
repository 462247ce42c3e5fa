import { ConfigError } from '../../model/errors.ts';
import { decodeIndex, encodeIndex, newSalt } from './connection-index.ts';
import { INDEX_MS } from './parameter-store.ts';

/** By then no instance trusts an index that it read before. A second more, for SSM to be the same everywhere. */
const SETTLE_MS = INDEX_MS + 1_000;
/** Of looks at the listing and the index. Several operators at once need a few more than one does. */
const MAX_ROUNDS = 20;

export interface IndexPorts {
  /** Returns the ids of all connections that the receiver can find. */
  readonly listIds: () => Promise<readonly string[]>;
  /** Returns the text of the index, or `undefined` if there is none. */
  readonly read: () => Promise<string | undefined>;
  /** Writes the text of the index; removes it for `undefined`. */
  readonly write: (text: string | undefined) => Promise<void>;
  readonly sleep: (ms: number) => Promise<unknown>;
}

/**
 * Makes the index agree with the listing of all connections, and returns when every instance goes by it. It looks
 * again after each write of its own: another operator may have written between its listing and its writing, and
 * whoever wrote last mends that. `added` is a connection that was just made; the listing may not have it yet.
 * @throws {ConfigError} they do not come to agree.
 */
export async function settleIndex(ports: IndexPorts, added?: string): Promise<void> {
  let mustWait = added !== undefined;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const ids = await ports.listIds();
    const written = await ports.read();
    const wanted = encodeIndex(ids, decodeIndex(written ?? '')?.salt ?? newSalt());
    if (wanted !== written) {
      await ports.write(wanted);
      mustWait = true;
      continue;
    }
    const isComplete = added === undefined || ids.includes(added);
    if (isComplete && !mustWait) return;
    await ports.sleep(SETTLE_MS);
    mustWait = false;
  }
  throw new ConfigError('The index of connections does not settle: run adapter connection index');
}
