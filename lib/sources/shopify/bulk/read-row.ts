import * as v from 'valibot';

/** A line of an export, by its kind. */
export type Row =
  | { readonly kind: 'order'; readonly gid: string; readonly fields: Fields }
  /** A row of a connection within an order, such as a line item. */
  | {
      readonly kind: 'child';
      readonly parent: string;
      /** Its type in the Admin API, if it has one. */
      readonly type: string | undefined;
      readonly fields: Fields;
    }
  /** Another object of the Admin API. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'unreadable' }
  /** JSON that is not a row of a bulk operation: possibly a REST API order. */
  | { readonly kind: 'plain' };

export type Fields = Readonly<Record<string, unknown>>;

const FieldsSchema = v.record(v.string(), v.unknown());
const GID = /^gid:\/\/shopify\/(\w+)\//;

/**
 * Returns the kind of a line of an export, by two marks of bulk operations: gids as ids, and `__parentId`. Never throws.
 * @see https://shopify.dev/docs/api/usage/bulk-operations/queries (the JSONL data format; read 2026-11-24)
 */
export function readRow(text: string): Row {
  if (text.trim() === '') return { kind: 'blank' };
  const json = parseJson(text);
  if (json === undefined) return { kind: 'unreadable' };
  const fields = v.safeParse(FieldsSchema, json);
  return fields.success && !Array.isArray(json) ? ofFields(fields.output) : { kind: 'plain' };
}

function ofFields(fields: Fields): Row {
  const { id, __parentId: parent, __typename: typeName } = fields;
  const idType = typeof id === 'string' ? GID.exec(id)?.[1] : undefined;
  if (typeof parent === 'string') {
    return { kind: 'child', parent, type: typeof typeName === 'string' ? typeName : idType, fields };
  }
  if (typeof id !== 'string' || idType === undefined) return { kind: 'plain' };
  return idType === 'Order' ? { kind: 'order', gid: id, fields } : { kind: 'foreign' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
