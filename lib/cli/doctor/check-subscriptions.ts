import { findSource } from '../../sources/all-sources.ts';
import { subscribedTopics } from '../../sources/subscribed-topics.ts';
import { openOwnWebhooks } from '../connection/open-own-webhooks.ts';
import { ShopRefusalError } from '../connection/shop-webhooks.ts';
import { canSubscribe } from '../connection/subscribing-source.ts';
import type { OperatorAccess } from '../operator-access.ts';
import type { CheckResult, ConnectionUnderCheck } from './check-result.ts';

/** Says whether the shop can be asked for a connection's webhooks with the connection's own key. */
export function areWebhooksSeen({ shop, api }: ConnectionUnderCheck): boolean {
  return api !== undefined && shop.intake !== 'poll' && canSubscribe(findSource(shop.source));
}

/**
 * Checks that the shop still has the webhooks of a connection. It is only a warning if one is missing: a shop shows an app
 * only its own, and a person may have made others.
 */
export async function checkSubscriptions(
  access: OperatorAccess,
  { id, shop, api: client }: ConnectionUnderCheck,
): Promise<CheckResult> {
  const source = findSource(shop.source);
  if (client === undefined || !canSubscribe(source)) return { state: 'note', found: 'cannot be asked for' };
  try {
    const name = shop.alsoKnownAs?.at(-1) ?? shop.shop ?? id;
    const webhooks = await openOwnWebhooks(access, { source, connection: id, shop: name, client });
    const address = `${access.address()}/webhooks/${source.id}/${id}`;
    const there = new Set(
      (await webhooks.list())
        .filter(({ uri, isOff }) => uri === address && isOff !== true)
        .map(({ topic }) => topic),
    );
    const wanted = subscribedTopics(source, shop);
    const missing = wanted.filter((topic) => !there.has(topic));
    if (missing.length === 0) return { state: 'ok', found: `all ${wanted.length} are there` };
    return {
      state: 'warn',
      found: `${missing.length} of ${wanted.length} are not there: ${missing.join(', ')}`,
      advice: `adapter webhooks ${source.id} register --connection ${id}`,
    };
  } catch (error) {
    if (!(error instanceof ShopRefusalError)) throw error;
    return { state: 'warn', found: 'unknown', advice: error.message };
  }
}
