import { tryParse } from '../../sources/raw-body.ts';
import type { WebhookRequest } from '../../sources/source.ts';

/** A shop that a delivery names, and where. */
export interface NamedShop {
  readonly name: string;
  readonly where: string;
}

/** Returns whether a delivery with these headers would pass as one of this shop. */
export type IsOf = (shop: string, headers: WebhookRequest['headers']) => boolean;

/** No shop has it, but for one that is not compared at all. */
const NOBODY = 'no-shop-has-this-name';
/** A shop stands near the root of a body: `resource.mall_id`, `data.members.0.siteCode`. */
const DEEPEST = 4;
const MOST = 200;

/** Returns the shop that a delivery names, found by trying what is in it as the shop; `undefined` if none passes. */
export function findNamedShop({ headers, rawBody }: WebhookRequest, isOf: IsOf): NamedShop | undefined {
  for (const [where, name = ''] of Object.entries(headers)) {
    // What passes for any value of the header is not in it.
    const changed = { ...headers, [where]: `${NOBODY}.example` };
    if (name !== '' && isOf(name, headers) && !isOf(name, changed)) return { name, where };
  }
  if (isOf(NOBODY, headers)) return undefined;
  const inBody = new Map(textsIn(tryParse(rawBody), '').map(({ name, where }) => [name, where]));
  for (const [text, where] of [...inBody].slice(0, MOST)) {
    for (const name of new Set([text, text.slice(text.lastIndexOf('/') + 1)])) {
      if (isOf(name, headers)) return { name, where: `${where} in the body` };
    }
  }
  return undefined;
}

/** Texts that are nearer to the root come first. */
function textsIn(value: unknown, where: string, depth = 0): NamedShop[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ name: String(value), where }];
  if (typeof value !== 'object' || value === null || depth === DEEPEST) return [];
  const entries = Object.entries(value).slice(0, MOST);
  const isBranch = ([, held]: (typeof entries)[number]) => typeof held === 'object';
  return [...entries.filter((entry) => !isBranch(entry)), ...entries.filter(isBranch)].flatMap(
    ([key, held]) => textsIn(held, where === '' ? key : `${where}.${key}`, depth + 1),
  );
}
