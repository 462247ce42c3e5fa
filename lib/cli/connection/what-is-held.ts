import type { LetterQueue } from '../../queue/letter-message.ts';
import type { LeftBehind, ShopAtService } from '../../stores/ledger/left-behind.ts';
import { lookAtLetters } from '../dead-letters/look-at-letters.ts';
import type { OperatorAccess } from '../operator-access.ts';

const QUEUES = ['events', 'fetches', 'erasures'] as const satisfies readonly LetterQueue[];

/** What an adapter holds of a connection, apart from its settings. */
export interface HeldOfConnection {
  /** Messages of all connections, approximately: SQS cannot be asked for those of one. */
  readonly waiting: Readonly<Record<LetterQueue, number>>;
  /** Dead letters of this connection. */
  readonly letters: Readonly<Record<LetterQueue, number>>;
  /** Keys of its parked deliveries. */
  readonly parked: readonly string[];
  readonly hasTokens: boolean;
  readonly ledger: LeftBehind;
}

/** Looks at everything that an adapter holds of a connection. `shop` is not known if its settings are gone. */
export async function lookAtHeld(
  access: OperatorAccess,
  connection: string,
  shop: ShopAtService | undefined,
): Promise<HeldOfConnection> {
  const [waiting, letters, parked, tokens, ledger] = await Promise.all([
    byQueue(async (queue) => {
      const { visible, inFlight } = await access.depth(queue);
      return visible + inFlight;
    }),
    byQueue(async (queue) => {
      const isOurs = isOf(connection);
      return (await lookAtLetters(access.letters(queue), isOurs)).length;
    }),
    keysOf(access, connection),
    access.tokens().read(connection),
    access.ledgerOfConnection().find(connection, shop),
  ]);
  return { waiting, letters, parked, hasTokens: tokens !== undefined, ledger };
}

/** Returns a function that says whether a dead letter is one of a connection. One that cannot be read is nobody's. */
export function isOf(connection: string) {
  return ({ message }: { readonly message: { readonly connection: string } | undefined }): boolean =>
    message?.connection === connection;
}

async function byQueue(
  count: (queue: LetterQueue) => Promise<number>,
): Promise<Readonly<Record<LetterQueue, number>>> {
  const [events, fetches, erasures] = await Promise.all(QUEUES.map(count));
  return { events: events ?? 0, fetches: fetches ?? 0, erasures: erasures ?? 0 };
}

async function keysOf(access: OperatorAccess, connection: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of access.parked().list(connection)) keys.push(key);
  return keys;
}
