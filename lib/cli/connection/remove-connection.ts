import { ConfigError } from '../../model/errors.ts';
import type { StoredConnection, StoredConnections } from '../../stores/connections/stored-connections.ts';
import type { ShopAtService } from '../../stores/ledger/left-behind.ts';
import type { Terminal } from '../command.ts';
import { MAX_LETTERS } from '../dead-letters/look-at-letters.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { createResults } from '../print-results.ts';
import { type HeldRow, type RemovedBy, rowsOfHeld } from './rows-of-held.ts';
import { type HeldOfConnection, isOf, lookAtHeld } from './what-is-held.ts';

export interface Removal {
  readonly id: string;
  readonly connections: StoredConnections;
  /** Absent if the stage has settings, but is not deployed. */
  readonly access: OperatorAccess | undefined;
  /** What is removed besides the settings. */
  readonly purges: ReadonlySet<RemovedBy>;
  /** If false, nothing is changed. */
  readonly yes: boolean;
  readonly json: boolean | undefined;
}

/**
 * Shows what is held of a connection and, with `yes`, removes it: the settings first, so that nothing more comes. A connection whose
 * settings are gone can still be purged: what waited dies later. Nothing of another connection is touched.
 * @throws {ConfigError} nothing is held under this id, or the ledger's entries cannot be told from another's.
 */
export async function removeConnection(removal: Removal, terminal: Terminal): Promise<ExitCode> {
  const { id, connections, access, purges, yes } = removal;
  const stored = await connections.list();
  const found = stored.get(id);
  const shop = shopOf(found);
  if (purges.has('purge-ledger')) refuseUnlessOwn(id, shop, stored);

  const held = access && (await lookIfPossible(removal, access, { shop, terminal }));
  const rows = rowsOfHeld(
    { parts: partsOf(found), isListed: found !== undefined && (await isListed(connections, id)) },
    held,
  );
  const own = rows.filter(({ count, isOfAll = false }) => count > 0 && !isOfAll);
  if (found === undefined && own.length === 0) throw new ConfigError(`Unknown connection: ${id}`);

  const goes = ({ removedBy }: HeldRow): boolean => removedBy === 'always' || purges.has(removedBy);
  if (yes) await carryOut(removal, found, held);
  const results = createResults<HeldResult>(terminal, {
    json: removal.json,
    columns: [
      { title: 'held', of: ({ what }) => what },
      { title: 'count', of: ({ count }) => count },
      { title: yes ? 'done' : 'with --yes', of: ({ outcome }) => outcome },
      { title: 'if it stays', of: ({ ifKept }) => ifKept },
    ],
    empty: '',
  });
  for (const row of rows) {
    const { what, count, ifKept } = row;
    const outcome = goes(row) ? 'removed' : 'stays';
    results.add({ id, what, count, outcome: count === 0 ? undefined : outcome, ifKept });
  }
  results.end();
  for (const line of warningsOf(id, held, purges)) terminal.complain(line);
  terminal.complain(yes ? AFTERWARDS : 'Nothing was changed. Add --yes to do it.');
  return exitCodes.done;
}

interface HeldResult extends Pick<HeldRow, 'what' | 'count' | 'ifKept'> {
  readonly id: string;
  /** What was done, or would be with `--yes`; `undefined` if there is nothing. */
  readonly outcome: 'removed' | 'stays' | undefined;
}

const AFTERWARDS =
  'A function may know the settings for five more minutes. What comes or dies later is removed by the same command again.';

/** To stop a shop must not need every service of AWS. To purge does. */
async function lookIfPossible(
  { id, purges }: Removal,
  access: OperatorAccess,
  {
    shop,
    terminal,
  }: { readonly shop: ShopAtService | undefined; readonly terminal: Pick<Terminal, 'complain'> },
): Promise<HeldOfConnection | undefined> {
  try {
    return await lookAtHeld(access, id, shop);
  } catch (error) {
    if (purges.size > 0 || !(error instanceof Error)) throw error;
    terminal.complain(`What else is held cannot be seen: ${error.message}`);
    return undefined;
  }
}

async function carryOut(
  { id, connections, access, purges }: Removal,
  found: StoredConnection | undefined,
  held: HeldOfConnection | undefined,
): Promise<void> {
  if (found !== undefined) await connections.remove(id);
  const mayHaveTokens = held?.hasTokens ?? found?.api !== undefined;
  if (mayHaveTokens) await access?.tokens().remove(id);
  if (access === undefined || held === undefined) return;
  if (purges.has('purge')) {
    await dropLetters(access, id);
    for (const key of held.parked) await access.parked().remove(key);
    await access.ledgerOfConnection().remove(held.ledger.ofConnection);
  }
  if (purges.has('purge-ledger')) await access.ledgerOfConnection().remove(held.ledger.ofOrders);
}

/** Privacy requests stay: they were not carried out. */
async function dropLetters(access: OperatorAccess, id: string): Promise<void> {
  const isOurs = isOf(id);
  for (const queue of ['events', 'fetches'] as const) {
    const letters = access.letters(queue);
    const others = [];
    try {
      for await (const letter of letters.hold(MAX_LETTERS)) {
        if (isOurs(letter)) await letters.drop(letter);
        else others.push(letter);
      }
    } finally {
      // A letter that cannot be let go comes back by itself.
      await Promise.allSettled(others.map((letter) => letters.letGo(letter)));
    }
  }
}

function* warningsOf(
  id: string,
  held: HeldOfConnection | undefined,
  purges: ReadonlySet<RemovedBy>,
): Generator<string> {
  if (held === undefined) return;
  const { waiting, letters } = held;
  if (waiting.events + waiting.fetches > 0) {
    yield `Messages wait: SQS cannot say whether some are of ${id}. Without its settings they are held, and are dead letters after ten days. ` +
      'To have them sent, remove it when nothing waits.';
  }
  if (waiting.erasures + letters.erasures > 0) {
    yield 'Privacy requests are not carried out yet: Dfinery cannot be asked without the settings. Carry them out first ' +
      '(adapter dead-letters redrive --queue erasures). They are never purged.';
  }
  if (purges.has('purge-ledger')) {
    yield 'Without its entries in the ledger an order that comes again, such as an old one that is edited, is sent again and counts twice.';
  }
}

function shopOf(found: StoredConnection | undefined): ShopAtService | undefined {
  if (found?.shop === undefined) return undefined;
  const { source, shop = found.id, dfinery } = found.shop;
  return { serviceId: dfinery.serviceId, source, shop };
}

/** An older version took two connections of one shop at one service. */
function refuseUnlessOwn(
  id: string,
  shop: ShopAtService | undefined,
  stored: ReadonlyMap<string, StoredConnection>,
): void {
  if (shop === undefined) {
    throw new ConfigError(
      `The settings of ${id} are gone, so nobody can tell which orders of the ledger were its`,
    );
  }
  const sharing = [...stored.values()].find((other) => {
    const its = shopOf(other);
    return (
      other.id !== id &&
      its?.serviceId === shop.serviceId &&
      its.source === shop.source &&
      its.shop === shop.shop
    );
  });
  if (sharing === undefined) return;
  throw new ConfigError(
    `${sharing.id} has the same shop at the same service: the ledger’s orders are its, too`,
  );
}

function partsOf(found: StoredConnection | undefined): number {
  const { shop, dfinery, api, export: arrivals } = found ?? {};
  return [shop, dfinery, api, arrivals].filter((part) => part !== undefined).length;
}

async function isListed(connections: StoredConnections, id: string): Promise<boolean> {
  const index = await connections.readIndex();
  return index.kind === 'index' && !index.lacks.includes(id);
}
