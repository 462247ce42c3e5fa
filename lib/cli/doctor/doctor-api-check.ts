import { findSource } from '../../sources/all-sources.ts';
import { needsApi } from '../../sources/needs-api.ts';
import type { ShopApi } from '../../sources/shop-api.ts';
import type { OperatorAccess } from '../operator-access.ts';
import { type AskApi, openApi, toFailure } from './ask-api.ts';
import { checkHiddenParts } from './check-hidden-parts.ts';
import type { CheckResult, ConnectionUnderCheck } from './check-result.ts';

/** Says whether a connection's orders, lines of its refunds or what changed are asked of the shop's API. */
export function isApiAsked({ shop }: ConnectionUnderCheck): boolean {
  const source = findSource(shop.source);
  const isNeeded = source !== undefined && needsApi(source);
  return isNeeded || shop.refundLines !== undefined || shop.poll !== undefined;
}

/** Checks that the API of a connection's shop can be called and, if it is asked for what changed, what it hides. */
export async function checkApi(
  access: OperatorAccess,
  connection: ConnectionUnderCheck,
): Promise<CheckResult> {
  const { source: name, shop, poll } = connection.shop;
  const source = findSource(name);
  if (source?.api === undefined) return { state: 'fail', found: `${name} has no API` };
  const opened = openApi(access, connection, source.api);
  if (opened.kind === 'fault') return opened.result;
  const { ask } = opened;
  const result = await (source.api.oauth === undefined
    ? checkKey(ask, source.api, shop ?? connection.id)
    : checkTokens(access, connection));
  return result.state === 'ok' && poll !== undefined ? checkHiddenParts(connection, source, ask) : result;
}

/** Checks only that the connection was authorized: the fetching function trades in the tokens. */
async function checkTokens(access: OperatorAccess, { id }: ConnectionUnderCheck): Promise<CheckResult> {
  const stored = await access.tokens().read(id);
  if (stored === undefined) {
    return {
      state: 'fail',
      found: 'not authorized',
      advice: `adapter connection authorize ${id} --redirect-uri URL`,
    };
  }
  return { state: 'ok', found: `authorized, tokens of ${new Date(stored.changedAt).toISOString()}` };
}

const NO_PROBE =
  'No harmless question to this API is known. Let the shop place an order, and find it with adapter trace.';

/** Sends a request that is answered only with the right key. */
async function checkKey(ask: AskApi, api: ShopApi, shop: string): Promise<CheckResult> {
  const probe = api.probe?.(shop);
  if (probe === undefined) return { state: 'warn', found: 'not tried', advice: NO_PROBE };
  const result = await ask({ request: () => probe, read: () => undefined });
  return result.kind === 'waits' ? toFailure(result) : { state: 'ok', found: 'takes the key' };
}
