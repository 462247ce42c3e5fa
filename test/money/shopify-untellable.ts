import { onItsWayBack, owed } from './shop-account.ts';
import { cannotTell, hasPending, worthOfBack } from './shop-moves.ts';
import type { GiveBack, ShopOrder } from './shop-order.ts';

/** Returns the order with what its body cannot say, after any step. */
export function noteUntellable(order: ShopOrder): ShopOrder {
  const { ways, backs, charged } = order;
  const isInDebt = charged > 0 && owed(order) + onItsWayBack(order) !== 0;
  const isBesideGoods = backs.some((back) => back.money > 0 && back.money !== worthOfMoney(order, back));
  const isBeyondMoney = backs.some(
    (back) => back.money > 0 && !back.isExchange && back.money < worthOfMoney(order, back),
  );
  const isFeeBeyondGoods = backs.some(
    (back) => back.money === 0 && back.fee > worthOfBack(order, back.units, back.delivery),
  );
  const reasons: readonly (readonly [string, boolean])[] = [
    ['outstanding-missing', isInDebt && !ways.tellsOutstanding],
    ['return-not-shown', !ways.tellsReturns && backs.some(({ isExchange }) => isExchange)],
    ['imported-without-money', isInDebt && ways.isImported],
    // Whether money on its way back counts in what is outstanding is not documented.
    ['pending-beside-debt', hasPending(order) && isInDebt],
    // Whether the buyer owes a fee that is more than what went back, or the shop lets it go, no page says.
    ['fee-beyond-goods', isFeeBeyondGoods],
    // Shopify's own samples show lines worth more than their money, where all had been paid.
    ['lines-beyond-money', isBeyondMoney],
    ['money-beside-goods-in-another-currency', isBesideGoods && ways.buyerRate !== undefined],
  ];
  return reasons.reduce((all, [reason, holds]) => (holds ? cannotTell(all, reason) : all), order);
}

/** What the money of an entry would be by its goods, its fee and its goodwill. */
function worthOfMoney(order: ShopOrder, { units, delivery, fee, goodwill }: GiveBack): number {
  return worthOfBack(order, units, delivery) - fee + goodwill;
}
