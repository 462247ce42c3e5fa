import type { ShopConnection } from '../model/connection.ts';
import { isEmpty, type Plan } from '../translate/plan-queueing.ts';
import type { Encoded, EncodedFetch } from '../translate/to-messages.ts';
import type { RecentlyQueued } from './recently-queued.ts';

/** How a delivery is known: this process queued the same, or the ledger says that it is told. */
export type KnownBy = 'queued' | 'told';

/** Tells deliveries that would change nothing, before they are queued. */
export interface Door {
  /** Returns how all of a plan is known, or `undefined`: what is not known for sure is news. Never throws. */
  findKnown(plan: Plan, shop: ShopConnection): Promise<KnownBy | undefined>;
  /** Remembers the messages of a plan that SQS accepted. */
  remember(plan: Plan, shop: ShopConnection): void;
}

/** Tells whether the ledger says that all of a plan is told. */
export type AskLedger = (plan: Plan, shop: ShopConnection) => Promise<boolean>;

/**
 * Returns a door that looks into the memory first and then asks the ledger, which must not throw. A delivery is known as a
 * whole or not at all: a refund never goes without its purchase. Privacy requests are never known, nor are orders and
 * products to be fetched: they may be others each time. A profile is never known by the memory.
 */
export function createDoor({
  recent,
  askLedger,
}: {
  readonly recent: RecentlyQueued;
  readonly askLedger: AskLedger;
}): Door {
  return {
    async findKnown(plan, shop) {
      if (!isKnowable(plan)) return undefined;
      const { serviceId } = shop.dfinery;
      if (messagesOf(plan).every((message) => recent.has(message, serviceId))) return 'queued';
      return (await askLedger(plan, shop)) ? 'told' : undefined;
    },
    remember(plan, shop) {
      if (!isKnowable(plan)) return;
      for (const message of messagesOf(plan).filter(standsForGood))
        recent.add(message, shop.dfinery.serviceId);
    },
  };
}

function isKnowable(plan: Plan): boolean {
  const { erasures, fetches } = plan;
  return !isEmpty(plan) && erasures.length === 0 && fetches.every(({ message }) => message.kind === 'refund');
}

/**
 * Tells whether nothing that is queued later takes the place of a message. Of a customer's profiles with one time the last
 * one stands, so what was replaced may come back and is news then.
 */
function standsForGood({ message }: Encoded | EncodedFetch): boolean {
  return message.kind !== 'profile';
}

function messagesOf({ events, fetches }: Plan) {
  return [...events, ...fetches];
}
