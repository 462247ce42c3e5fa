import type { Issue } from '../../../model/errors.ts';
import type { ExportEntry } from '../../source.ts';
import { readBulkOrder } from './read-bulk-order.ts';
import { type Fields, type Row, readRow } from './read-row.ts';

/**
 * Reads an export of orders: REST API orders, one a line, and bulk operation orders, each followed by its rows. One file
 * may hold both. Keeps one order at a time in memory.
 *
 * Rows that are not below their order are reported, and never attached to another order. Shopify promises that rows come
 * after their order. They follow it directly only with `groupObjects: true`, which is not the default since 2026-01.
 * @see https://shopify.dev/docs/api/usage/bulk-operations/queries (the JSONL data format; read 2026-11-24)
 * @see https://shopify.dev/changelog/bulk-operations-group-objects-default-changed-to-false (read 2026-11-24)
 */
export async function* readExport(lines: AsyncIterable<string>): AsyncGenerator<ExportEntry> {
  let open: OpenEntry | undefined;
  for await (const text of lines) {
    const row = readRow(text);
    if (open?.takes(row)) continue;
    if (open !== undefined) yield open.close();
    open = openEntry(row, text);
  }
  if (open !== undefined) yield open.close();
}

/** An entry to which rows may still be added. */
interface OpenEntry {
  /** Adds a row and returns true, or returns false if the row begins another entry. */
  takes(row: Row): boolean;
  close(): ExportEntry;
}

function openEntry(row: Row, text: string): OpenEntry {
  if (row.kind === 'order') return openOrder(row);
  if (row.kind === 'child') return openStrayRows();
  const entry = row.kind === 'foreign' ? { lines: 1, text: '', issues: [NO_ORDER] } : { lines: 1, text };
  return { takes: () => false, close: () => entry };
}

const NO_ORDER: Issue = { path: 'id', message: 'expected the gid of an Order' };
const GROUP_THEM = 'export with groupObjects: true, or sort the file as docs/backfill.md says';

function openOrder({ gid, fields }: Extract<Row, { kind: 'order' }>): OpenEntry {
  const lineItems: Fields[] = [];
  const shippingLines: Fields[] = [];
  const connections = new Map([
    ['LineItem', lineItems],
    ['ShippingLine', shippingLines],
  ]);
  const faults: Issue[] = [];
  let lines = 1;

  function report(message: string): void {
    faults.push({ path: `row ${lines + 1}`, message });
  }
  function add({ type, fields: child }: Extract<Row, { kind: 'child' }>): void {
    if (type === undefined) report('does not say what it is: select __typename');
    else connections.get(type)?.push(child);
  }

  return {
    takes(row) {
      const isOurs = row.kind === 'child' && row.parent === gid;
      if (row.kind === 'child' && !isOurs) report(`belongs to another order: ${GROUP_THEM}`);
      if (row.kind === 'unreadable') report('is not JSON');
      if (isOurs) add(row);
      const isTaken = isOurs || row.kind === 'unreadable' || row.kind === 'blank';
      if (isTaken) lines += 1;
      return isTaken;
    },
    close: () => ({ lines, ...readBulkOrder({ ...fields, lineItems, shippingLines }, faults) }),
  };
}

function openStrayRows(): OpenEntry {
  let lines = 1;
  return {
    takes(row) {
      if (row.kind !== 'child' && row.kind !== 'blank') return false;
      lines += 1;
      return true;
    },
    close: () => ({
      lines,
      text: '',
      issues: [{ path: '__parentId', message: `${lines} row(s) are not below their order: ${GROUP_THEM}` }],
    }),
  };
}
