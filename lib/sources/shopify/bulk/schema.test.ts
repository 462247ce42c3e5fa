import { readFileSync } from 'node:fs';
import type * as v from 'valibot';
import { expect, test } from 'vitest';
import { BulkOrderSchema } from './schema.ts';

const QUERY = readFileSync(new URL('../../../../docs/shopify-orders.graphql', import.meta.url), 'utf8');

/** Returns the paths of all fields in a query, without the `edges` and `node` of connections. */
function fieldsOf(query: string): string[] {
  const path: string[] = [];
  const found: string[] = [];
  let last = '';
  for (const [token] of query.replace(/#.*|\(.*?\)/g, '').matchAll(/[{}]|\w+/g)) {
    if (token === '{') path.push(last);
    else if (token === '}') path.pop();
    else
      found.push([...path.slice(1), token].filter((name) => !/^(orders|edges|node|)$/.test(name)).join('.'));
    last = token;
  }
  return [...new Set(found)].filter((name) => name !== '');
}

type Schema = v.GenericSchema & {
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly wrapped?: Schema;
  readonly item?: Schema;
  readonly pipe?: readonly Schema[];
};

/** Returns the paths of all fields that a schema reads, and of the objects that contain them. */
function pathsOf(schema: Schema, path = ''): string[] {
  const inner = schema.wrapped ?? schema.item ?? schema.pipe?.[0];
  if (inner !== undefined && inner !== schema) return pathsOf(inner, path);
  return Object.entries(schema.entries ?? {}).flatMap(([name, entry]) => {
    const own = path === '' ? name : `${path}.${name}`;
    return [own, ...pathsOf(entry, own)];
  });
}

test('the query in the documentation asks for the fields that are read, the kind of row, and nothing else', () => {
  const read = pathsOf(BulkOrderSchema as unknown as Schema);

  expect(read.length).toBeGreaterThan(90);
  expect(fieldsOf(QUERY).toSorted()).toEqual(
    [...read, 'lineItems.__typename', 'shippingLines.__typename'].toSorted(),
  );
});
