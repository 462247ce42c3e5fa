import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';
import type { PrivacyRequest } from '../source.ts';

const DeletedSchema = v.strictObject({
  id: v.pipe(
    v.union([v.string(), v.pipe(v.number(), v.safeInteger())], 'expected an id'),
    v.transform(String),
    v.regex(/^[1-9]\d*$/, 'expected an id'),
  ),
});

/**
 * Reads `customer.deleted`: an account was deleted. By itself that is not a request
 * to be forgotten: shops clean up accounts, and WordPress's eraser neither deletes
 * the account nor sends a webhook. So it counts only if the connection says so.
 * @throws {PayloadError} the body is anything other than an id.
 * @see https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-webhook.php (`get_payload`: a deleted resource is its id; read 2026-11-24)
 */
export function readDeletedCustomer(body: unknown): readonly PrivacyRequest[] {
  const { id } = parsePayload(DeletedSchema, body);
  return [{ kind: 'erase-customer', customer: { id, emails: [], phones: [] }, orderIds: [] }];
}
