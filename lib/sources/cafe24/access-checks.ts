import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { AccessCheck, HiddenPart } from '../listing.ts';
import { cafe24Get } from './admin-request.ts';
import { scopesFor } from './scopes.ts';

const ScopesSchema = v.object({ scopes: v.array(v.string()) });

/** What a token without a scope does not see. */
const PARTS: Readonly<Record<string, Pick<HiddenPart, 'what' | 'hidesOrders'>>> = {
  'mall.read_order': { what: 'all orders (no scope mall.read_order)', hidesOrders: true },
  'mall.read_store': {
    what: 'orders of the shops beside the mall’s first (no scope mall.read_store)',
    hidesOrders: true,
  },
  'mall.read_application': {
    what: 'webhooks that failed (no scope mall.read_application)',
    hidesOrders: false,
  },
  'mall.read_product': { what: 'products of carts (no scope mall.read_product)', hidesOrders: false },
};

const ADVICE =
  'Give the app the permission in the developer center, then adapter connection authorize: a permission that was given before does not grow by itself.';

/**
 * What Cafe24 hides from a token. Its scopes are those that the mall's owner agreed to. The call is not in the documents
 * that could be read; shops that use it in 2026 get `scopes`, a list of names, with HTTP 200.
 * @see https://developers.cafe24.com/docs/api/admin/#authentication (version 2026-03-01, read 2026-11-29)
 */
const scopes: AccessCheck = {
  request: () => cafe24Get('/api/v2/oauth/token/scopes'),
  read: (body, settings) => {
    const given = new Set(parsePayload(ScopesSchema, body).scopes);
    return scopesFor({ ...settings, poll: {} })
      .filter((scope) => !given.has(scope))
      .flatMap((scope) => {
        const part = PARTS[scope];
        return part === undefined ? [] : [{ ...part, advice: ADVICE }];
      });
  },
};

export const accessChecks: readonly AccessCheck[] = [scopes];
