/** An order as `GET /orders/{orderNo}` writes it, with what its list shows besides. */
export interface ShopOrder {
  readonly orderNo: string;
  readonly total: number;
  readonly placedAt: number;
  /** When the state of its line changed last. Milliseconds since 1970. */
  readonly changedAt: number;
  readonly states: number;
  readonly claims: readonly { readonly claimNo: number; readonly amount: number; readonly at: number }[];
  readonly isPaid: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** Korean time without a zone. */
export function kst(at: number): string {
  return new Date(at + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** The inverse of `kst`. */
export function fromKst(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}+09:00`);
}

const STATES = ['PAY_DONE', 'PRODUCT_PREPARE', 'DELIVERY_PREPARE', 'DELIVERY_ING', 'DELIVERY_DONE'];

function stateOf({ isPaid, states }: ShopOrder): string {
  return isPaid ? (STATES[states % STATES.length] ?? '') : 'DEPOSIT_WAIT';
}

/** @see https://server-docs.shopby.co.kr/spec/order-server-public.yml (`GET /orders/{orderNo}` 1.0; read 2026-11-29) */
export function orderBody(order: ShopOrder): Json {
  const { orderNo, total, placedAt, changedAt, claims, isPaid } = order;
  const number = Number(orderNo.slice(-6));
  const back = claims.reduce((sum, { amount }) => sum + amount, 0);
  return {
    orderNo,
    mallNo: 1234,
    memberNo: 4000 + number,
    payType: 'CREDIT_CARD',
    platformType: 'PC',
    currencyCode: 'KRW',
    registerYmdt: kst(placedAt),
    updateYmdt: kst(changedAt),
    firstPayYmdt: isPaid ? kst(placedAt) : null,
    orderer: { name: '구매자', email: `buyer-${number}@example.com`, contact1: '', contact2: '' },
    firstBalance: balance(total),
    lastBalance: balance(total - back),
    orderProducts: [
      {
        orderProductNo: number,
        mallProductNo: 31,
        productName: 'Green tea',
        orderOptions: [
          {
            orderOptionNo: number,
            mallOptionNo: 41,
            orderCnt: 1,
            originalOrderCnt: 1,
            standardPrice: total,
            buyPrice: total,
            orderStatusType: stateOf(order),
            exchangedRelease: false,
          },
        ],
      },
    ],
    shippings: [],
    payments: [{ no: 1, paymentInfo: { payType: 'CREDIT_CARD' } }],
    claimInfos: claims.map(({ claimNo, amount, at }) => ({
      claimNo,
      claimType: 'CANCEL',
      claimStatusType: 'CANCEL_DONE',
      claimAmt: -amount,
      accumulationPayAmt: 0,
      claimCompleteYmdt: kst(at),
      orderOptionNos: [],
    })),
  };
}

function balance(total: number): Json {
  return { standardAmt: total, mainPayAmt: total, subPayAmt: 0, deliveryAmt: 0, payAmt: total };
}

/** @see https://server-docs.shopby.co.kr/spec/order-server-public.yml (`GET /orders` 1.1; read 2026-11-29) */
export function orderRow(order: ShopOrder): Json {
  const { orderNo, placedAt, changedAt } = order;
  const option = {
    orderProductOptionNo: Number(orderNo.slice(-6)),
    orderStatusType: stateOf(order),
    claimStatusType: null,
    statusChangeYmdt: kst(changedAt),
    updateYmdt: kst(changedAt),
  };
  const deliveryGroups = [{ orderProducts: [{ orderProductOptions: [option] }] }];
  return { orderNo, orderYmdt: kst(placedAt), ordererName: '구매자', deliveryGroups };
}

/** @see https://server-docs.shopby.co.kr/spec/claim-server-public.yml (`GET /claims` 1.0; read 2026-11-29) */
export function claimRows({ orderNo, claims }: ShopOrder): readonly (Json & { readonly at: number })[] {
  return claims.map(({ claimNo, amount, at }) => ({
    claimNo,
    orderNo,
    claimStatusType: 'CANCEL_DONE',
    claimAmt: -amount,
    claimCompleteYmdt: kst(at),
    at,
  }));
}
