import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { scanPages } from './scan-pages.ts';
import { type Item, openTable, type TableCalls } from './table.ts';

/** What became of the items of a table. */
export interface Copied {
  readonly copied: number;
  /** The other table knew them. Its own were kept. */
  readonly known: number;
  /** Of customers: they are not brought back. */
  readonly leftOut: number;
}

/** Writes an item, if it may, and says what became of it. */
export type CopyItem = (item: Item, into: TableCalls) => Promise<keyof Copied>;

/** Items that are written at once. */
const AT_ONCE = 25;
const BUDGET_MS = 20_000;

const unavailable = { code: 'ledger-unavailable', message: 'A table is unavailable' } as const;

/** Copies an item that the other table does not have. It never replaces one, so nothing that was written since is lost. */
export const copyIfAbsent: CopyItem = async (item, { put }) =>
  (await put(item, { where: 'attribute_not_exists(id)' })) ? 'copied' : 'known';

/**
 * Copies what `copyItem` takes from one table to another, while both may be in use. Copying again changes nothing.
 * @throws {UnavailableError} DynamoDB is unavailable. Some may be copied.
 */
export async function copyItems(
  dynamoDb: DynamoDBClient,
  { from, to, copyItem }: { readonly from: string; readonly to: string; readonly copyItem: CopyItem },
): Promise<Copied> {
  const table = openTable({ dynamoDb, table: to, budgetMs: BUDGET_MS }, unavailable);
  const counts = { copied: 0, known: 0, leftOut: 0 };
  let waiting: Item[] = [];

  async function write(): Promise<void> {
    const outcomes = await Promise.all(waiting.map((item) => table((into) => copyItem(item, into))));
    for (const outcome of outcomes) counts[outcome] += 1;
    waiting = [];
  }

  for await (const item of scanPages(dynamoDb, { TableName: from, ConsistentRead: true }, unavailable)) {
    waiting.push(item);
    if (waiting.length === AT_ONCE) await write();
  }
  await write();
  return counts;
}
