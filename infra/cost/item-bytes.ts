import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** What DynamoDB counts for a map besides what is in it, and for each thing in it. */
const MAP_BYTES = 3;
const ENTRY_BYTES = 1;

/**
 * Returns the size of an item of strings, numbers and maps by DynamoDB's rules: names and strings in UTF-8, two digits
 * of a number to the byte, and one byte more.
 * @throws {TypeError} an attribute is of another type.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html (read 2026-11-24)
 */
export function itemBytes(item: Readonly<Record<string, AttributeValue>>): number {
  return Object.entries(item)
    .map(([name, value]) => Buffer.byteLength(name) + valueBytes(value))
    .reduce((sum, bytes) => sum + bytes, 0);
}

function valueBytes({ S, N, M }: AttributeValue): number {
  if (S !== undefined) return Buffer.byteLength(S);
  if (N !== undefined) return Math.ceil(N.replace(/\D/g, '').length / 2) + 1;
  if (M !== undefined) return MAP_BYTES + Object.keys(M).length * ENTRY_BYTES + itemBytes(M);
  throw new TypeError('expected a string, a number or a map');
}
