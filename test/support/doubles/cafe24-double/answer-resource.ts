import { pourCall, refusalOf, statusOf } from './check-call.ts';
import type { DoubleState } from './double-state.ts';
import type { Exchange } from './exchange.ts';
import { error, playNext } from './script.ts';

/** A kind of resource that the Admin API gives by number. */
interface Resource {
  readonly path: string;
  readonly scope: string;
  /** Its name in the envelope. */
  readonly name: 'order' | 'product';
  /** Resources below it. They come if they are asked for. */
  readonly subResources: ReadonlySet<string>;
  readonly of: (state: DoubleState) => ReadonlyMap<string, Stored>;
}

interface Stored {
  readonly shop_no?: number;
}

const resources: readonly Resource[] = [
  {
    path: '/api/v2/admin/orders/',
    scope: 'mall.read_order',
    name: 'order',
    subResources: new Set([
      'items',
      'receivers',
      'buyer',
      'benefits',
      'coupons',
      'return',
      'cancellation',
      'exchange',
      'refunds',
    ]),
    of: ({ orders }) => orders,
  },
  {
    path: '/api/v2/admin/products/',
    scope: 'mall.read_product',
    name: 'product',
    subResources: new Set(['variants', 'memos', 'hits', 'seo', 'tags', 'options', 'discountprice']),
    of: ({ products }) => products,
  },
];

/** Returns the kind of resource at this path, or `undefined`. */
export function resourceAt(path: string): Resource | undefined {
  return resources.find((resource) => path.startsWith(resource.path));
}

/**
 * Gives one order or product of a shop, with the resources below it that are asked for. Every call counts in the bucket,
 * whatever the answer.
 * @see https://developers.cafe24.com/docs/api/admin/#retrieve-an-order (version 2026-03-01, read 2026-11-24)
 * @see https://developers.cafe24.com/docs/api/admin/#retrieve-a-product-resource (version 2026-03-01, read 2026-11-25)
 */
export async function answerResource(
  state: DoubleState,
  resource: Resource,
  exchange: Exchange,
): Promise<void> {
  const { hasRoom, limited } = pourCall(state, exchange);
  if (await playNext(state.script, { on: resource.name, exchange: limited })) return;

  const refusal = hasRoom ? faultOf(state, resource, limited) : error(429, 'Too Many Requests');
  if (refusal === undefined) limited.send(200, { [resource.name]: embedded(state, resource, limited) });
  else limited.send(statusOf(refusal), refusal);
}

function faultOf(
  state: DoubleState,
  { scope, path: prefix, name, subResources: known, of }: Resource,
  exchange: Exchange,
): unknown {
  const refusal = refusalOf(state, scope, exchange);
  if (refusal !== undefined) return refusal;
  const { path, query } = exchange;
  if (![...subResources(query)].every((sub) => known.has(sub))) return error(422, 'No such resource.');

  const stored = of(state).get(path.slice(prefix.length));
  const shopNo = Number(query.get('shop_no') ?? 1);
  return (stored?.shop_no ?? 1) !== shopNo || stored === undefined
    ? error(404, `The ${name} does not exist.`)
    : undefined;
}

function subResources(query: URLSearchParams): Set<string> {
  const embed = query.get('embed');
  return new Set(embed === null ? [] : embed.split(','));
}

function embedded(state: DoubleState, resource: Resource, { path, query }: Exchange): unknown {
  const wanted = subResources(query);
  const stored = resource.of(state).get(path.slice(resource.path.length)) ?? {};
  return Object.fromEntries(
    Object.entries(stored).filter(([name]) => !resource.subResources.has(name) || wanted.has(name)),
  );
}
