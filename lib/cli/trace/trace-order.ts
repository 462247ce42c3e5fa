import type { ShopConnection } from '../../model/connection.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { readTurnedAway } from '../read-turned-away.ts';
import {
  attempts,
  isOrderErased,
  lettersOf,
  parkedOf,
  readElsewhere,
  readStanding,
} from './find-elsewhere.ts';
import type { FindLogLines } from './find-log-lines.ts';
import type { FoundOrder } from './found-order.ts';
import { deliveriesIn, linesAbout } from './log-lines.ts';
import { lookUpOrder } from './look-up-order.ts';
import { idOfName, looksLikeName } from './order-name.ts';

interface Asked {
  readonly typed: string;
  readonly refunds: readonly string[];
  readonly findLogLines: FindLogLines;
}

/** What holds a connection back, if that cannot be read. */
const DAY_MS = 86_400_000;

const NOTHING = { pauses: { service: undefined, connection: undefined }, lastAnswer: undefined };

export type Traced = Awaited<ReturnType<typeof traceOrder>>;

/** Gathers all that is known of an order, by its id or, if a parked delivery or a dead letter knows it, by its name. */
export async function traceOrder(access: OperatorAccess, connection: ShopConnection, asked: Asked) {
  const { typed, refunds, findLogLines } = asked;
  const now = Date.now();
  const ledger = access.ledger();
  const { attempt, unseen } = attempts();
  const read = (orderId: string, text: string | undefined) =>
    lookUpOrder(ledger, connection, { orderId, refunds, text });
  const [elsewhere, standing] = await Promise.all([
    readElsewhere(access, connection.id, attempt),
    attempt('pauses', () => readStanding(access, connection), NOTHING),
  ]);
  const isName = looksLikeName(connection.source, typed);
  const orderId = (isName ? idOfName(elsewhere, typed) : undefined) ?? typed;

  const find = (ids: readonly string[]) => attempt('log', () => findLogLines(ids), []);
  const named = await find([orderId]);
  const text = named.join('\n');
  const looked = await read(orderId, text);
  const deliveryIds = [...looked.deliveryIds, ...deliveriesIn(text, orderId)];
  const ofDeliveries = await find(deliveryIds);
  const all = [...new Set([...named, ...ofDeliveries])].join('\n');
  const lines = linesAbout(all, { orderId, deliveryIds });

  const found: FoundOrder = {
    orderId,
    connection: connection.id,
    source: connection.source,
    now,
    entry: looked.entry,
    isErased: await attempt('tombstones', () => isOrderErased(access, connection, { orderId, now }), false),
    letters: lettersOf(elsewhere, orderId),
    parked: parkedOf(elsewhere, orderId),
    ...standing,
    waitingRefunds: looked.waiting,
    lines,
    looksLikeName: isName && orderId === typed,
    unseen,
    turnedAway: await attempt('what Lambda turned away', () => countTurnedAway(access, now), 0),
    isPolled: connection.poll !== undefined,
  };
  const { order, account, further, known } = looked;
  const output = {
    ...order,
    ...(orderId !== typed && { askedFor: typed }),
    ...account,
    ...(further.length > 0 && { furtherPurchases: further }),
    ...(known.length > 0 && { refunds: known }),
    ...(looked.waiting.length > 0 && { refundsThatWaitForTheirPurchase: looked.waiting }),
    ...(found.letters.length > 0 && { deadLetters: found.letters }),
    ...(found.parked.length > 0 && { parked: found.parked }),
    ...standing,
    ...(unseen.length > 0 && { unseen }),
    ...(lines.length > 0 && { log: lines }),
  };
  return { typed, found, looked, lines, output };
}

/** Any function may be the one: an order that is queued only waits longer. */
async function countTurnedAway(
  access: Pick<OperatorAccess, 'metrics' | 'logs'>,
  now: number,
): Promise<number> {
  return (await readTurnedAway(access, { from: now - DAY_MS, to: now })).count;
}
