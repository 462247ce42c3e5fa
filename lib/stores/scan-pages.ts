import { type DynamoDBClient, paginateScan, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { type UnavailableCode, UnavailableError } from '../model/errors.ts';
import type { Item } from './table.ts';

/** Segments that are read at once. Each holds one page of at most 1 MB, so what is held does not grow with the table. */
const SEGMENTS = 4;

/**
 * Yields all items of a table that pass a filter, in any order, page by page. A scan reads the whole table, whatever
 * passes: half a read unit for each 4 KB.
 * @throws {UnavailableError} DynamoDB is unavailable.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Scan.html (read 2026-11-29)
 */
export async function* scanPages(
  dynamoDb: DynamoDBClient,
  input: Omit<ScanCommandInput, 'Segment' | 'TotalSegments' | 'ExclusiveStartKey'>,
  unavailable: { readonly code: UnavailableCode; readonly message: string },
): AsyncGenerator<Item> {
  const readers = Array.from({ length: SEGMENTS }, (_, Segment) =>
    paginateScan({ client: dynamoDb }, { ...input, Segment, TotalSegments: SEGMENTS }),
  );
  const next = async (reader: (typeof readers)[number]) => ({ reader, page: await reader.next() });
  const pending = new Map(readers.map((reader) => [reader, next(reader)]));
  try {
    while (pending.size > 0) {
      const found = await Promise.race(pending.values());
      const { reader, page } = found;
      if (page.done === true) {
        pending.delete(reader);
        continue;
      }
      yield* page.value.Items ?? [];
      pending.set(reader, next(reader));
    }
  } catch (cause) {
    throw new UnavailableError(unavailable.message, { code: unavailable.code, cause });
  } finally {
    // Pages that nobody waits for any more may still fail.
    await Promise.allSettled(pending.values());
  }
}
