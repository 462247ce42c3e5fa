import { namesOf } from './names-of.ts';
import type { Kind, NewSource } from './new-files.ts';

const TABLE = /## Every topic\n[\s\S]*?\n\n\|[\s\S]*?\n(?=\n)/;
const EVENTS = '`events`: `df_purchase` once, `df_refund` for each refund';
const FIELDS = '[the event](#the-event), [refunds](#refunds)';

const topicsOf: Readonly<Record<Kind, string>> = {
  webhook: '`order/paid`, `order/updated`',
  fetched: '`order/paid`, `order/updated`, each order fetched',
  polled: 'none: its orders are listed',
};

/** Returns the page of the mapping with the row of a new source in the table of topics. @throws {Error} there is no table. */
export function addMappingRows(page: string, { id, kind, called }: NewSource): string {
  const table = TABLE.exec(page)?.[0];
  if (table === undefined) throw new Error('docs/mapping.md has no table "Every topic"');
  const { called: name } = namesOf(id, called);
  const row = `| ${name} | ${topicsOf[kind]} | ${EVENTS} | ${FIELDS} | TO DO 97: Which orders are not sent, and is each topic here? |\n`;
  return page.replace(table, `${table}${row}`);
}
