import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { scanPages } from '../scan-pages.ts';
import { type Item, openTable, type TableOptions, TextAttribute } from '../table.ts';
import { ledgerId } from './ledger.ts';

/** A shop at a Dfinery service, as the ledger's entries name it. */
export interface ShopAtService {
  readonly serviceId: string;
  readonly source: string;
  readonly shop: string;
}

/** The ids of what the ledger's table holds of a connection. */
export interface LeftBehind {
  /** The place of its polls, its last answers, its pause, when it was heard from, what was left out. */
  readonly ofConnection: readonly string[];
  /** Entries of orders and refunds of its shop. */
  readonly ofOrders: readonly string[];
}

export interface LedgerOfConnection {
  /**
   * Reads the whole table, because it has no index: half a read unit for each 4 KB of it. An entry belongs to a shop if its
   * id is the one that its own attributes and that shop give, so no other shop's is found. Not found are entries of version
   * 0.1.0, which have no such attributes, and those of customers, whose names are hashes.
   * @throws {UnavailableError} DynamoDB is unavailable.
   */
  find(connection: string, shop: ShopAtService | undefined): Promise<LeftBehind>;
  /** Removes items. @throws {UnavailableError} DynamoDB is unavailable. */
  remove(ids: readonly string[]): Promise<void>;
}

/** Removals that are under way at once. */
const AT_ONCE = 25;

const unavailable = { code: 'ledger-unavailable', message: 'The ledger is unavailable' } as const;

/** Returns what the ledger's table holds of connections, for one that is removed. */
export function createLedgerOfConnection(
  options: TableOptions & { readonly dynamoDb: DynamoDBClient },
): LedgerOfConnection {
  const table = openTable(options, unavailable);
  return {
    async find(connection, shop) {
      const input = {
        TableName: options.table,
        FilterExpression: 'attribute_exists(subject) OR contains(id, :connection)',
        ProjectionExpression: 'id, kind, subject',
        ExpressionAttributeValues: { ':connection': { S: `#${connection}` } },
      };
      const ofConnection: string[] = [];
      const ofOrders: string[] = [];
      for await (const item of scanPages(options.dynamoDb, input, unavailable)) {
        const id = item['id']?.S ?? '';
        if (isOfConnection(id, connection)) ofConnection.push(id);
        else if (shop !== undefined && isOfShop(item, shop)) ofOrders.push(id);
      }
      return { ofConnection, ofOrders };
    },
    async remove(ids) {
      for (let start = 0; start < ids.length; start += AT_ONCE) {
        const some = ids.slice(start, start + AT_ONCE);
        await Promise.all(some.map((id) => table(({ remove }) => remove(id))));
      }
    },
  };
}

const OF_CONNECTION = new Set(['pause', 'answers', 'heard', 'left-out']);

/** An id of a connection has no `#`. That of a service may have one. */
function isOfConnection(id: string, connection: string): boolean {
  if (id === `#poll#${connection}`) return true;
  const [what = '', name, lane] = id.split('#').reverse();
  return lane === 'connection' && name === connection && OF_CONNECTION.has(what);
}

const OrderItemSchema = v.object({ id: TextAttribute, kind: TextAttribute, subject: TextAttribute });

function isOfShop(item: Item, shop: ShopAtService): boolean {
  const read = v.safeParse(OrderItemSchema, item);
  if (!read.success) return false;
  const { id, kind, subject: subjectKey } = read.output;
  return id === ledgerId({ ...shop, kind, subjectKey });
}
