import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { AccessCheck } from '../listing.ts';
import { Id } from './fields.ts';
import { mallOf } from './mall.ts';
import { serverGet } from './server-request.ts';

const MeSchema = v.object({ mall: v.object({ mallNo: Id }) });

/**
 * Whose token it is: one of another mall would list that mall's orders.
 * @see https://server-docs.shopby.co.kr/spec/workspace-server-public.yml (`GET /auth/me` 1.0; read 2026-11-29)
 */
const mall: AccessCheck = {
  request: () => serverGet('/auth/me'),
  read: (body, { shop }) => {
    const { mallNo } = parsePayload(MeSchema, body).mall;
    if (mallNo === mallOf(shop).mallNo) return [];
    const advice = `Get a token of this mall, or name mall ${mallNo} as the connection’s shop before its first order.`;
    return [{ what: `all orders of this mall (the token is of mall ${mallNo})`, advice, hidesOrders: true }];
  },
};

export const accessChecks: readonly AccessCheck[] = [mall];
