import type { ShopConnection } from '../../model/connection.ts';
import type { HeldLetter } from '../../queue/held-letters.ts';
import { type LetterQueue, letterReaders } from '../../queue/letter-message.ts';
import { connectionLane } from '../../stores/ledger/service-pauses.ts';
import { mentions } from '../../stores/parked/mentions.ts';
import type { ParkedDelivery } from '../../stores/parked/parked-delivery.ts';
import { lookAtLetters } from '../dead-letters/look-at-letters.ts';
import type { OperatorAccess } from '../operator-access.ts';
import type { FoundDelivery, FoundLetter } from './found-order.ts';

/** Parked deliveries that are read. More than that are a fault of their own. */
const MAX_PARKED = 1_000;

type Ports = Pick<OperatorAccess, 'letters' | 'parked' | 'pauses' | 'lastAnswers' | 'tombstones'>;

/** A parked delivery with its key. */
interface Kept {
  readonly key: string;
  readonly delivery: ParkedDelivery;
}

/** What lies outside of the ledger for one connection: read once, and asked for orders by id or by name. */
export interface Elsewhere {
  readonly letters: readonly { readonly queue: LetterQueue; readonly letter: HeldLetter }[];
  readonly parked: readonly Kept[];
}

/** Reads something. If it cannot be read, notes why and returns the fallback: at night the rest still counts. */
export type Attempt = <Result>(
  what: string,
  read: () => Promise<Result>,
  fallback: Result,
) => Promise<Result>;

/** Returns an `Attempt` and the list that it notes in. */
export function attempts(): { readonly attempt: Attempt; readonly unseen: readonly string[] } {
  const unseen: string[] = [];
  return {
    unseen,
    attempt: async (what, read, fallback) => {
      try {
        return await read();
      } catch (error) {
        unseen.push(`${what}: ${error instanceof Error ? error.message || error.name : String(error)}`);
        return fallback;
      }
    },
  };
}

/** Reads the dead letters of all queues and the parked deliveries of a connection. All of them stay where they are. */
export async function readElsewhere(ports: Ports, connection: string, attempt: Attempt): Promise<Elsewhere> {
  const isOurs = ({ message }: HeldLetter) => message?.connection === connection;
  const queues = Object.keys(letterReaders) as LetterQueue[];
  const letters = queues.map(async (queue) => {
    const look = () => lookAtLetters(ports.letters(queue), isOurs);
    const found = await attempt(`dead letters of ${queue}`, look, []);
    return found.map((letter) => ({ queue, letter }));
  });
  const parked = attempt('parked deliveries', () => readParked(ports, connection), []);
  return { parked: await parked, letters: (await Promise.all(letters)).flat() };
}

async function readParked(ports: Ports, connection: string): Promise<Kept[]> {
  const deliveries = ports.parked();
  const kept: Kept[] = [];
  for await (const { key } of deliveries.list(connection)) {
    if (kept.length >= MAX_PARKED) break;
    const found = await deliveries.get(key);
    if (found.kind === 'delivery') kept.push({ key, delivery: found.delivery });
  }
  return kept;
}

/** Returns the dead letters that name an order or one of its refunds. Pure. */
export function lettersOf({ letters }: Elsewhere, orderId: string): FoundLetter[] {
  return letters.flatMap(({ queue, letter }) => {
    const { id, cause, attributes, message } = letter;
    const names = message?.orderId ?? '';
    if (names !== orderId && !names.startsWith(`${orderId}/`)) return [];
    const diedAt = Date.parse(attributes['diedAt'] ?? '');
    const kind = message?.kind ?? '';
    const { code } = attributes;
    return [{ queue, id, cause, code, kind, names, diedAt: Number.isNaN(diedAt) ? undefined : diedAt }];
  });
}

/** Returns the parked deliveries that name an order. Pure. */
export function parkedOf({ parked }: Elsewhere, orderId: string): FoundDelivery[] {
  const order = { customerIds: [], emails: [], phones: [], orderIds: [orderId] };
  return parked
    .filter(({ delivery }) => mentions(delivery, order))
    .map(({ key, delivery: { receivedAt, issues } }) => {
      const [{ path, message } = { path: '', message: 'unreadable' }] = issues;
      return { key, receivedAt, issue: `${path || '(body)'}: ${message}` };
    });
}

/** Reads what holds a connection back, and what Dfinery answered to it last. */
export async function readStanding(ports: Ports, { id, dfinery }: ShopConnection) {
  const at = { connection: id, serviceId: dfinery.serviceId };
  const lane = connectionLane(at);
  const [pauses, answers] = await Promise.all([
    ports.pauses().read([dfinery.serviceId, lane]),
    ports.lastAnswers().read([at]),
  ]);
  return {
    pauses: { service: pauses.get(dfinery.serviceId), connection: pauses.get(lane) },
    lastAnswer: answers.get(lane),
  };
}

/** Says whether an order was named by a request to forget its customer. */
export async function isOrderErased(
  ports: Ports,
  { source, shop }: Pick<ShopConnection, 'source' | 'shop'>,
  order: { readonly orderId: string; readonly now: number },
): Promise<boolean> {
  const { orderId, now } = order;
  const subject = { source, shop, orderId, happenedAt: now, receivedAt: now };
  return (await ports.tombstones().erased([subject])).size > 0;
}
