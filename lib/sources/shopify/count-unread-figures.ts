import { optionalFigures, type ShopifyOrder } from './schema.ts';

const FIGURES = Object.keys(optionalFigures) as (keyof typeof optionalFigures)[];

/** Returns how many optional figures the body of an order has that were read as absent: they cannot be read. */
export function countUnreadFigures(body: unknown, read: ShopifyOrder): number {
  // What was read has the shape of an object.
  const fields = body as Readonly<Record<string, unknown>>;
  return FIGURES.filter((name) => fields[name] != null && read[name] == null).length;
}
