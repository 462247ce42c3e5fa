import { toIdentity } from '../../dfinery/to-identity.ts';
import type { ShopConnection } from '../../model/connection.ts';
import type { HeldLetter } from '../../queue/held-letters.ts';
import { ledgerId } from '../../stores/ledger/ledger.ts';
import { mentions } from '../../stores/parked/mentions.ts';
import type { Person } from '../../stores/parked/text-search.ts';
import type { Terminal } from '../command.ts';
import { lookAtLetters } from '../dead-letters/look-at-letters.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findShopConnection } from '../find-shop-connection.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { type NamedPerson, readPerson } from './read-person.ts';

/**
 * Prints what the adapter holds of a person: parked deliveries, dead letters, orders in the ledger, and whether the
 * person was erased. The queues of waiting events cannot be searched.
 */
export async function findHeld(
  { file, connection: id }: { readonly file: string; readonly connection: string },
  terminal: Terminal,
  access: OperatorAccess,
): Promise<ExitCode> {
  const named = await readPerson(terminal, file);
  const connection = await findShopConnection(access, { id });
  const { identity } = toIdentity(named.customer, { ...connection, excludeIdentities: [] });
  const person = personOf(named);
  // Received just now and placed long ago: any tombstone of the person counts.
  const subject = {
    source: connection.source,
    shop: connection.shop,
    identity,
    happenedAt: 0,
    receivedAt: Date.now(),
  };
  const held = {
    externalId: identity?.external_id !== undefined,
    erased: (await access.tombstones().erased([subject])).size > 0,
    ...(await parkedOf(access, id, person)),
    deadLetters: await lettersOf(access, id, { person, identity }),
    ledger: await ordersOf(access, connection, named.orderIds),
  };
  terminal.print(JSON.stringify(held, undefined, 2));
  terminal.complain('Events that wait in queues are not listed: a queue cannot be searched.');
  return exitCodes.done;
}

function personOf({ customer, orderIds }: NamedPerson): Person {
  return {
    customerIds: customer.id === undefined ? [] : [customer.id],
    emails: customer.emails,
    phones: customer.phones.map(({ number }) => number),
    orderIds,
  };
}

/** Returns the keys of deliveries that mention the person, and of those that cannot be searched. */
async function parkedOf(access: OperatorAccess, connection: string, person: Person) {
  const deliveries = access.parked();
  const parked: string[] = [];
  const parkedUnread: string[] = [];
  for await (const { key } of deliveries.list(connection)) {
    const found = await deliveries.get(key);
    if (found.kind === 'delivery' && mentions(found.delivery, person)) parked.push(key);
    if (found.kind === 'unreadable') parkedUnread.push(key);
  }
  return { parked, parkedUnread };
}

async function lettersOf(
  access: OperatorAccess,
  connection: string,
  { person, identity = {} }: { readonly person: Person; readonly identity: object | undefined },
): Promise<string[]> {
  const values = new Set<unknown>(Object.values(identity));
  const isMeant = ({ message }: HeldLetter) =>
    message?.connection === connection &&
    (isOf(message.orderId ?? '', person.orderIds) ||
      Object.values(message.identity ?? {}).some((value) => values.has(value)));
  const events = await lookAtLetters(access.letters('events'), isMeant);
  const fetches = await lookAtLetters(access.letters('fetches'), isMeant);
  return [...events, ...fetches].map(({ id }) => id);
}

/** Tells whether a name in messages is that of an order, or of one of its refunds. */
function isOf(name: string, orderIds: readonly string[]): boolean {
  return orderIds.some((orderId) => name === orderId || name.startsWith(`${orderId}/`));
}

async function ordersOf(
  access: OperatorAccess,
  { source, shop, dfinery: { serviceId } }: ShopConnection,
  orderIds: readonly string[],
): Promise<string[]> {
  const keyOf = (subjectKey: string) => ({ serviceId, source, shop, kind: 'purchase', subjectKey });
  const entries = await access.ledger().read(orderIds.map(keyOf));
  return orderIds.filter((orderId) => entries.has(ledgerId(keyOf(orderId))));
}
