/** A webhook as a store keeps it. */
export interface StoreHook {
  readonly id: number;
  readonly scope: string;
  readonly destination: string;
  readonly is_active: boolean;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly url: URL;
  readonly body: string;
}

/** Smaller than what is asked for, so that a few webhooks fill several pages. */
const PAGE = 2;

/**
 * Answers a call about webhooks. A second one for the same scope and address is refused, whether the first is on or off.
 * @see https://github.com/bigcommerce/docs/blob/main/docs/integrations/webhooks/overview.mdx#platform-limits (commit 24f580ca, read 2026-11-29)
 */
export function answerHooks(
  hooks: StoreHook[],
  { method, path, url, body }: Call,
): { readonly status: number; readonly body?: unknown } {
  const place = hooks.findIndex(({ id }) => path === `v3/hooks/${id}`);
  const given = body === '' ? {} : (JSON.parse(body) as Partial<StoreHook>);
  if (path === 'v3/hooks' && method === 'GET') return list(hooks, Number(url.searchParams.get('page') ?? 1));
  if (path === 'v3/hooks' && method === 'POST') return create(hooks, given);
  const known = hooks[place];
  if (known === undefined) return { status: 404, body: { status: 404, title: 'The hook is not there' } };
  if (method === 'DELETE') hooks.splice(place, 1);
  else if (method === 'PUT') hooks[place] = { ...known, ...given };
  else return { status: 405 };
  return { status: 200, body: { data: hooks[place] ?? known, meta: {} } };
}

function list(hooks: readonly StoreHook[], page: number) {
  const pagination = { current_page: page, total_pages: Math.max(1, Math.ceil(hooks.length / PAGE)) };
  return { status: 200, body: { data: hooks.slice((page - 1) * PAGE, page * PAGE), meta: { pagination } } };
}

function create(hooks: StoreHook[], { scope = '', destination = '', is_active = true }: Partial<StoreHook>) {
  const isTaken = hooks.some((hook) => hook.scope === scope && hook.destination === destination);
  const isOpen = /^https:\/\/[^/:]+\//.test(destination);
  if (isTaken || !isOpen || scope === '') {
    const title = isTaken ? 'A hook for this scope and destination exists' : 'The destination is not valid';
    return { status: 422, body: { status: 422, title } };
  }
  const hook = { id: 20_000_000 + hooks.length + 1, scope, destination, is_active };
  hooks.push(hook);
  return { status: 200, body: { data: hook, meta: {} } };
}
