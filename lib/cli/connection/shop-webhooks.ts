import { AdapterError } from '../../model/errors.ts';
import type {
  Subscription,
  SubscriptionAnswer,
  SubscriptionRequest,
  Subscriptions,
} from '../../sources/subscriptions.ts';

const TIMEOUT_MS = 15_000;

/** Thrown if the shop does not do what it is asked: the key is wrong, a permission is missing, an address is refused. */
export class ShopRefusalError extends AdapterError {
  constructor(message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, { ...options, code: 'shop-refused' });
  }
}

/** The webhooks that a shop keeps. All methods throw `ShopRefusalError`. */
export interface ShopWebhooks {
  /** Returns all of the client's webhooks of this shop. */
  list(): Promise<Subscription[]>;
  create(topic: string, uri: string): Promise<Subscription>;
  /** Lets one that is off be sent again. */
  revive(subscription: Subscription): Promise<Subscription>;
  remove(id: string): Promise<void>;
}

/** Returns the webhooks of a shop. `name` is the platform's, `origin` the API's, `access` the headers with the key. */
export function createShopWebhooks(options: {
  readonly name: string;
  readonly shop: string;
  readonly origin: string;
  readonly access: Readonly<Record<string, string>>;
  readonly subscriptions: Subscriptions;
}): ShopWebhooks {
  const { name, shop, origin, access, subscriptions } = options;

  async function ask<Found>(
    request: SubscriptionRequest,
    read: (body: unknown) => SubscriptionAnswer<Found>,
  ): Promise<Found> {
    const { status, json } = await send(`${origin}${request.path}`, request, access);
    const advice = subscriptions.adviceByStatus[status];
    if (advice !== undefined) throw new ShopRefusalError(advice, { retryable: false });
    const answer = read(json);
    if (answer.kind === 'done' && status < 300) return answer.found;
    const reasons =
      answer.kind === 'refused' && answer.reasons.length > 0 ? answer.reasons : [`HTTP ${status}`];
    throw new ShopRefusalError(`${name} refused: ${reasons.join('; ')}`, { retryable: status >= 500 });
  }

  return {
    async list() {
      const all: Subscription[] = [];
      let after: string | undefined;
      do {
        const page = await ask(subscriptions.listRequest(after, shop), subscriptions.readList);
        all.push(...page.subscriptions);
        after = page.next;
      } while (after !== undefined);
      return all;
    },
    create: (topic, uri) => ask(subscriptions.createRequest(topic, uri, shop), subscriptions.readCreated),
    revive: (subscription) => {
      const request = subscriptions.reviveRequest?.(subscription, shop);
      return request === undefined ? Promise.resolve(subscription) : ask(request, subscriptions.readCreated);
    },
    remove: (id) => ask(subscriptions.removeRequest(id, shop), subscriptions.readRemoved),
  };
}

async function send(
  address: string,
  { method, headers, body }: SubscriptionRequest,
  access: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly json: unknown }> {
  try {
    const response = await fetch(address, {
      method,
      headers: { ...headers, ...access },
      ...(body !== undefined && { body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const json: unknown = await response.json().catch(() => undefined);
    return { status: response.status, json };
  } catch (cause) {
    throw new ShopRefusalError(`${new URL(address).host} cannot be reached`, { retryable: true, cause });
  }
}
