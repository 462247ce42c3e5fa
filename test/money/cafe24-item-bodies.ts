import { toPaddedText } from './amount-text.ts';
import { netOf, unitsLeft } from './shop-account.ts';
import { type GiveBack, type OrderLine, type ShopOrder, TIP } from './shop-order.ts';

type Json = Readonly<Record<string, unknown>>;

export function cafe24OrderId({ number }: Pick<ShopOrder, 'number'>): string {
  return `20261120-${String(number).padStart(7, '0')}`;
}

/** Returns the code of a line, or of the part of it that a claim split off. */
export function itemCode(
  order: Pick<ShopOrder, 'number'>,
  { lineId, backId }: { readonly lineId: number; readonly backId?: number },
): string {
  const part = backId === undefined ? '' : String(backId);
  return `${cafe24OrderId(order)}-${String(lineId).padStart(2, '0')}${part}`;
}

/**
 * Returns the lines of an order. A claim on some units splits their line; the state says what became of them: N1 ordered, N2
 * sent in exchange, C1 cancelled before payment, C2 before delivery, C3 returned, E1 exchanged.
 * @see https://developers.cafe24.com/docs/api/admin/#orders-items (version 2026-03-01, read 2026-11-24)
 */
export function cafe24Items(order: ShopOrder): Json[] {
  const kept = order.lines
    .filter((line) => unitsLeft(line) > 0)
    .map((line) => {
      const count = unitsLeft(line);
      const code = itemCode(order, { lineId: line.id });
      return item(order, line, { code, count, net: netOf(line, count), state: keptState(order, line) });
    });
  const claimed = order.backs.flatMap((back) =>
    back.units
      .filter(({ lineId }) => lineId !== TIP)
      .flatMap(({ lineId, count, net }) => {
        const line = order.lines.find(({ id }) => id === lineId);
        const code = itemCode(order, { lineId, backId: back.id });
        return line === undefined ? [] : [item(order, line, { code, count, net, state: claimState(back) })];
      }),
  );
  return [...kept, ...claimed];
}

function keptState({ ways }: ShopOrder, { replaces }: OrderLine): string {
  return replaces === undefined ? 'N1' : ways.sentInExchange;
}

function claimState({ isExchange, isUnpaid }: GiveBack): string {
  if (isExchange) return 'E1';
  return isUnpaid ? 'C1' : 'C3';
}

function item(
  { ways }: ShopOrder,
  line: OrderLine,
  {
    code,
    count,
    net,
    state,
  }: { readonly code: string; readonly count: number; readonly net: number; readonly state: string },
): Json {
  const text = (units: number) => toPaddedText(units, ways.currency);
  return {
    item_no: line.id,
    original_item_no: line.replaces === undefined ? [] : [line.replaces],
    order_item_code: code,
    product_no: 100 + line.id,
    variant_code: `P00000${line.id}000A`,
    custom_variant_code: null,
    custom_product_code: '',
    product_name: `Item ${line.id}`,
    option_value: '',
    supplier_name: '',
    product_price: text(line.price),
    option_price: '0.00',
    additional_discount_price: text(line.price * count - net),
    coupon_discount_price: '0.00',
    app_item_discount_amount: null,
    market_discount_amount: '0.00',
    quantity: count,
    claim_quantity: state.startsWith('N') ? 0 : count,
    order_status: state === 'N1' || state === 'N2' ? 'N40' : `${state.slice(0, 1)}40`,
    status_code: state,
    gift: 'F',
  };
}
