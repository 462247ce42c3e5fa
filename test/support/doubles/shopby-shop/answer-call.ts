import { claimRows, fromKst, kst, orderBody, orderRow, type ShopOrder } from './shop-order.ts';

export interface ShopAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface Mall {
  readonly orders: ReadonlyMap<string, ShopOrder>;
  /** As the list of members writes them. */
  readonly members: readonly Readonly<Record<string, unknown>>[];
  readonly withdrawn: readonly { readonly memberNo: number; readonly at: number }[];
  /** At most so many rows a page, if fewer than are asked for. */
  readonly maxRows: number;
  /** Called before the rows of a list of orders or claims are chosen. */
  readonly onList: () => void;
}

type Conditions = Readonly<Record<string, string | number | boolean | undefined>>;

/** A call as it came, with the conditions of its query or its body. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly version: string | undefined;
  readonly conditions: Conditions;
}

type Answer = (mall: Mall, conditions: Conditions, id: string) => ShopAnswer;

const YMDT = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;
const YMD = /^\d{4}-\d{2}-\d{2}$/;

/** An error as the server API writes it. */
export function refusal(status: number, code: string): ShopAnswer {
  return { status, body: { timestamp: kst(Date.now()), path: '', status, error: [], code, message: '' } };
}

const BAD = refusal(400, 'A0001');

function page(
  rows: readonly unknown[],
  { number, size }: { readonly number: unknown; readonly size: number },
): ShopAnswer {
  const at = (Number(number) - 1) * size;
  if (!Number.isSafeInteger(at) || at < 0) return BAD;
  return { status: 200, body: { totalCount: rows.length, contents: rows.slice(at, at + size) } };
}

const calls: readonly (readonly [method: string, path: RegExp, version: string, answer: Answer])[] = [
  [
    'GET',
    /^\/auth\/me()$/,
    '1.0',
    () => ({ status: 200, body: { solutionType: 'SHOPBY', mall: { mallNo: 1234 } } }),
  ],
  [
    'GET',
    /^\/orders()$/,
    '1.1',
    (mall, { searchDateType, startYmdt, endYmdt, desc, pageNumber, pageSize }) => {
      const [start, end] = [String(startYmdt), String(endYmdt)];
      const isAsked =
        searchDateType === 'STATUS_CHANGE' && YMDT.test(start) && YMDT.test(end) && desc === 'true';
      if (!isAsked || !(Number(pageSize) <= 200)) return BAD;
      mall.onList();
      const rows = [...mall.orders.values()]
        .filter(({ changedAt }) => kst(changedAt) >= start && kst(changedAt) <= end)
        .sort((a, b) => (a.orderNo < b.orderNo ? 1 : -1))
        .map(orderRow);
      return page(rows, { number: pageNumber, size: Math.min(Number(pageSize), mall.maxRows) });
    },
  ],
  [
    'GET',
    /^\/orders\/(\d+)$/,
    '1.0',
    ({ orders }, _, orderNo) => {
      const order = orders.get(orderNo);
      return order === undefined ? refusal(404, 'O0001') : { status: 200, body: orderBody(order) };
    },
  ],
  [
    'GET',
    /^\/claims()$/,
    '1.0',
    (mall, { searchDateType, searchType, startYmd, endYmd, page: number, size }) => {
      const [start, end] = [String(startYmd), String(endYmd)];
      const isAsked =
        searchDateType === 'COMPLETE_YMDT' && searchType === 'ALL' && YMD.test(start) && YMD.test(end);
      if (!isAsked) return BAD;
      mall.onList();
      const rows = [...mall.orders.values()]
        .flatMap(claimRows)
        .filter(({ at }) => kst(at).slice(0, 10) >= start && kst(at).slice(0, 10) <= end)
        .map(({ at: _, ...row }) => row);
      return page(rows, { number, size: Math.min(Number(size), mall.maxRows) });
    },
  ],
  [
    'POST',
    /^\/members()$/,
    '1.3',
    (
      { members, maxRows },
      { status, startUpdateDateTime, startSignUpDateTime, searchAfter = 0, pageSize },
    ) => {
      if (status !== 'ACTIVE' || !(Number(pageSize) <= 500)) return BAD;
      const isSince =
        (field: string, from: string | number | boolean | undefined) =>
        (member: Readonly<Record<string, unknown>>) =>
          from === undefined ||
          (typeof member[field] === 'string' && fromKst(member[field]) >= fromKst(String(from)));
      const rows = members
        .filter(isSince('lastUpdateYmdt', startUpdateDateTime))
        .filter(isSince('joinYmdt', startSignUpDateTime))
        .filter(({ memberNo }) => Number(memberNo) > Number(searchAfter))
        .sort((a, b) => Number(a['memberNo']) - Number(b['memberNo']))
        .slice(0, Math.min(Number(pageSize), maxRows));
      const last = Number(rows.at(-1)?.['memberNo'] ?? 0);
      return {
        status: 200,
        body: { totalCount: null, lastId: last === 0 ? null : String(last), contents: rows },
      };
    },
  ],
  [
    'GET',
    /^\/members\/expelled-members()$/,
    '1.1',
    ({ withdrawn }, { targetDate }) => {
      if (!YMD.test(String(targetDate))) return BAD;
      const rows = withdrawn.filter(({ at }) => kst(at).startsWith(String(targetDate)));
      const body = rows.map(({ memberNo, at }) => ({
        memberNo,
        memberStatus: 'WITHDRAWN',
        withdrawalDateTime: kst(at),
      }));
      return { status: 200, body };
    },
  ],
];

/** Answers a call of the server API. A header `Version` that the call does not have is refused. */
export function answerCall(mall: Mall, { method, path, version, conditions }: Call): ShopAnswer {
  for (const [ofMethod, form, ofVersion, answer] of calls) {
    const [, id] = form.exec(path) ?? [];
    if (id === undefined || method !== ofMethod) continue;
    return version === ofVersion ? answer(mall, conditions, id) : refusal(400, 'A0003');
  }
  return refusal(404, 'A0004');
}
