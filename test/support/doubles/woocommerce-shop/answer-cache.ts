import type { ShopAnswer } from './answer-orders.ts';

/** What a cache in front of a site knows an answer by: the whole address, or the address without the parameter `_`. */
export type CachedBy = 'address' | 'query';

/**
 * Returns a cache that keeps the first answer of 200 to an address for ever, and says so as LiteSpeed does.
 * @see https://docs.litespeedtech.com/lscache/devguide/ (read 2026-11-29)
 */
export function answerCache(by: CachedBy) {
  const kept = new Map<string, ShopAnswer>();
  return (url: URL, ask: () => ShopAnswer): ShopAnswer => {
    const name = nameOf(url, by);
    const known = kept.get(name);
    if (known !== undefined) return { ...known, headers: { ...known.headers, 'x-litespeed-cache': 'hit' } };
    const answer = ask();
    if (answer.status === 200) kept.set(name, answer);
    return { ...answer, headers: { ...answer.headers, 'x-litespeed-cache': 'miss' } };
  };
}

function nameOf({ pathname, searchParams }: URL, by: CachedBy): string {
  const query = new URLSearchParams(searchParams);
  if (by === 'query') query.delete('_');
  return `${pathname}?${query.toString()}`;
}
