import { readFile, writeFile } from 'node:fs/promises';
import { type JsonSchema, toJsonSchema } from '@valibot/to-json-schema';
import { OrderSchema } from '../lib/sources/standard-webhooks/schema.ts';

/** From the project's folder. */
export const SCHEMA_FILE = 'docs/schemas/order.v1.json';
export const PAGE_FILE = 'docs/sources/standard-webhooks.md';

/** On the page, the table of fields stands between these lines. */
const TABLE_START = '<!-- npm run schema writes this table -->\n';
const TABLE_END = '<!-- end of the table -->\n';

/** Returns the JSON Schema (draft 07, which validators of every language know) of the published order. */
export function orderJsonSchema(): JsonSchema {
  const { $schema, ...schema } = toJsonSchema(OrderSchema, {
    typeMode: 'input',
    // Checks in code, such as the one against a month 13, have no word in JSON Schema.
    ignoreActions: ['check'],
    overrideSchema: ({ jsonSchema }) => flatten(jsonSchema),
  });
  return {
    $schema,
    $id: 'urn:dfinery-webhook-adapter:order:v1',
    title: 'Order, version 1',
    description: 'What stands in `data` of the webhooks `order.created`, `order.paid` and `order.updated`.',
    ...schema,
  };
}

/** Nested alternatives read better as one list. */
function flatten(schema: JsonSchema): JsonSchema {
  if (schema.anyOf === undefined) return schema;
  return { ...schema, anyOf: schema.anyOf.flatMap((each) => toSchema(each).anyOf ?? each) };
}

/** Returns the text of the schema file. */
export function schemaText(): string {
  return `${JSON.stringify(orderJsonSchema(), null, 2)}\n`;
}

/**
 * Returns the page with its table of fields rewritten.
 * @throws {Error} the page has no place for it.
 */
export function pageWithTable(page: string): string {
  const [before, after] = [page.indexOf(TABLE_START), page.indexOf(TABLE_END)];
  if (before === -1 || after < before) throw new Error(`${PAGE_FILE} has no place for the table`);
  return page.slice(0, before + TABLE_START.length) + fieldTable() + page.slice(after);
}

function fieldTable(): string {
  const rows = fieldsOf(orderJsonSchema(), '');
  return `\n| field | required | type | meaning |\n|---|---|---|---|\n${rows.join('\n')}\n\n`;
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema, prefix: string): string[] {
  return Object.entries(properties).flatMap(([name, definition]) => {
    const field = toSchema(definition);
    const meaning = `${field.description ?? ''}${defaultOf(field)}`;
    const row = `| \`${prefix}${name}\` | ${required.includes(name) ? 'yes' : ''} | ${typeOf(field)} | ${meaning} |`;
    const list = presentOf(field).items;
    const below = list === undefined ? presentOf(field) : presentOf(toSchema(list));
    return [row, ...fieldsOf(below, `${prefix}${name}${list === undefined ? '.' : '[].'}`)];
  });
}

/** `null` always means that a field is left out, so the page says it once and not in every row. */
function alternativesOf(field: JsonSchema): JsonSchema[] {
  const alternatives = field.anyOf?.map(toSchema) ?? [field];
  return alternatives.filter(({ type }) => type !== 'null');
}

function presentOf(field: JsonSchema): JsonSchema {
  return alternativesOf(field)[0] ?? field;
}

function typeOf(field: JsonSchema): string {
  return alternativesOf(field).map(nameOf).join(' or ');
}

function nameOf({ type, enum: values, items }: JsonSchema): string {
  if (values !== undefined) return values.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  return items === undefined ? String(type ?? 'anything') : `array of ${typeOf(toSchema(items))}`;
}

function defaultOf({ default: value }: JsonSchema): string {
  return value === undefined ? '' : ` Default \`${JSON.stringify(value)}\`.`;
}

/** JSON Schema also allows `true` for anything, and lists; neither occurs here. */
function toSchema(definition: JsonSchema['items']): JsonSchema {
  return typeof definition === 'object' && !Array.isArray(definition) ? definition : {};
}

if (import.meta.main) {
  await writeFile(SCHEMA_FILE, schemaText());
  await writeFile(PAGE_FILE, pageWithTable(await readFile(PAGE_FILE, 'utf8')));
}
