import type { ApiClient } from '../../../../lib/sources/shop-api.ts';
import type { GivenTokens, TokenBook } from '../cafe24-double/token-book.ts';
import type { ImwebDoubleOrder } from './imweb-order.ts';

/** A site with one unit or several, and one app in it. */
export interface ImwebSite {
  readonly siteCode: string;
  readonly client: ApiClient;
  readonly redirectUri: string;
  readonly units: readonly string[];
  readonly tokens: TokenBook;
  /** By number; each with the unit that it was placed in. */
  readonly orders: Map<string, { readonly unit: string; readonly order: ImwebDoubleOrder }>;
  readonly products: Map<string, unknown>;
  /** The most rows of a page. */
  readonly maxRows: number;
  /** False: rows of a list lack payments and sections. */
  readonly listsWhole: boolean;
  isComplete: boolean;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly location?: string;
}

const messages: Readonly<Record<number, string>> = {
  30_001: '회원을 찾을 수 없습니다.',
  30_086: '너무 많은 요청입니다.',
  30_101: '토큰이 유효하지 않습니다.',
  30_102: '토큰이 만료되었습니다.',
  30_104: '유닛 코드가 유효하지 않습니다.',
  30_122: '요청은 application/x-www-form-urlencoded 형식으로 전송되어야 합니다.',
  30_132: '연동되지 않은 사이트입니다.',
};

/** Returns a fault in the API's envelope. */
export function fault(status: number, errorCode: number): Answer {
  const error = { errorCode, message: messages[errorCode] ?? '잘못된 입력으로 요청하였습니다.', data: null };
  return { status, body: { statusCode: status, error } };
}

function found(data: unknown): Answer {
  return { status: 200, body: { statusCode: 200, data } };
}

/**
 * The page on which the owner agrees: it leads back at once.
 * @see https://developers-docs.imweb.me/reference (OAuth2.0; version 1.0, copy of 2026-07, read 2026-11-29)
 */
export function answerAuthorize(
  { client, redirectUri, siteCode, tokens }: ImwebSite,
  query: URLSearchParams,
): Answer {
  if (query.get('clientId') !== client.clientId) return fault(400, 30_098);
  if (query.get('redirectUri') !== redirectUri) return fault(400, 30_123);
  const scopes = (query.get('scope') ?? '').split(' ');
  const isGood =
    query.get('responseType') === 'code' &&
    query.get('siteCode') === siteCode &&
    scopes.includes('site-info:write');
  const location = new URL(redirectUri);
  if (isGood) location.searchParams.set('code', tokens.newCode());
  else location.searchParams.set('errorCode', '30156');
  location.searchParams.set('state', query.get('state') ?? '');
  return { status: 302, body: '', location: location.href };
}

/** Gives tokens for a code, or for the latest refresh token; both are new then, and the old ones dead. */
export function answerToken({ client, redirectUri, tokens }: ImwebSite, type: string, body: string): Answer {
  if (!type.startsWith('application/x-www-form-urlencoded')) return fault(400, 30_122);
  const form = new URLSearchParams(body);
  if (form.get('clientId') !== client.clientId || form.get('clientSecret') !== client.clientSecret) {
    return fault(400, 30_098);
  }
  if (form.get('grantType') === 'authorization_code') {
    if (form.get('redirectUri') !== redirectUri) return fault(400, 30_123);
    const given = tokens.redeemCode(form.get('code') ?? '');
    return given === undefined ? fault(400, 30_125) : granted(given);
  }
  if (form.get('grantType') !== 'refresh_token') return fault(400, 10_001);
  tokens.expireAccess();
  const given = tokens.refresh(form.get('refreshToken') ?? '');
  return given === undefined ? fault(401, 30_105) : granted(given);
}

/** There is no field that says when they end. */
function granted({ accessToken, refreshToken }: GivenTokens): Answer {
  return found({ accessToken, refreshToken, scope: ['site-info:write', 'order:read'] });
}

/** Returns the refusal of a call without a good token, or of a site whose connection was not completed. */
export function refusalOf(site: ImwebSite, authorization: string, isCompletion: boolean): Answer | undefined {
  const state = site.tokens.stateOf(/^Bearer (\S+)$/.exec(authorization)?.[1] ?? '');
  if (state !== 'good') return fault(401, state === 'expired' ? 30_102 : 30_101);
  return site.isComplete || isCompletion ? undefined : fault(400, 30_132);
}

/** Answers a call that may be made. */
export function answerCall(site: ImwebSite, method: string, { pathname, searchParams }: URL): Answer {
  if (method === 'PATCH' && pathname === '/site-info/integration-complete') {
    site.isComplete = true;
    return found({ siteCode: site.siteCode });
  }
  if (method !== 'GET') return fault(404, 10_001);
  if (pathname === '/site-info') {
    const unitList = site.units.map((unitCode) => ({ unitCode, name: 'site' }));
    return found({ siteCode: site.siteCode, unitList });
  }
  if (pathname === '/orders') return answerOrders(site, searchParams);
  const [, kind, id = ''] = /^\/(orders|products)\/(\d+)$/.exec(pathname) ?? [];
  // An order is an object, a product a list of one.
  const order = kind === 'orders' ? site.orders.get(id)?.order : undefined;
  if (order !== undefined) return found(order);
  const product = kind === 'products' ? site.products.get(id) : undefined;
  return product === undefined ? fault(404, 30_001) : found([product]);
}

/** Gives a page of the orders of a unit, newest first: which order they have is not documented. */
function answerOrders(site: ImwebSite, query: URLSearchParams): Answer {
  const [page, limit] = [Number(query.get('page')), Number(query.get('limit'))];
  const [from, to] = [Date.parse(query.get('startWtime') ?? ''), Date.parse(query.get('endWtime') ?? '')];
  const unit = query.get('unitCode') ?? '';
  if (!site.units.includes(unit)) return fault(400, 30_104);
  if (!(page >= 1 && limit >= 1 && limit <= 100) || Number.isNaN(from + to)) return fault(400, 10_001);
  const rows = [...site.orders.values()]
    .filter((stored) => stored.unit === unit)
    .map(({ order }) => order)
    .filter(({ wtime }) => from <= Date.parse(wtime) && Date.parse(wtime) <= to)
    .toSorted((a, b) => Date.parse(b.wtime) - Date.parse(a.wtime) || b.orderNo - a.orderNo);
  const size = Math.min(limit, site.maxRows);
  const list = rows.slice((page - 1) * size, page * size).map((order) => {
    if (site.listsWhole) return order;
    const { payments: _, sections: __, ...row } = order;
    return row;
  });
  const totalPage = Math.ceil(rows.length / size);
  return found({ totalCount: rows.length, totalPage, currentPage: page, pageSize: size, list });
}
