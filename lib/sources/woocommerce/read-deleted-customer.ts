import * as v from 'valibot';
import { PayloadError } from '../../errors.ts';
import { toIssues } from '../../issues.ts';
import type { PrivacyTopics } from '../source.ts';

const DeletedSchema = v.strictObject({
  id: v.pipe(
    v.union([v.string(), v.pipe(v.number(), v.safeInteger())], 'expected an id'),
    v.transform(String),
    v.regex(/^[1-9]\d*$/, 'expected an id'),
  ),
});

/**
 * An account was deleted. That is no wish to be forgotten by itself: shops tidy accounts away, and the eraser of WordPress
 * neither deletes the account nor sends a webhook. So it counts only where the connection says so.
 * @see https://github.com/woocommerce/woocommerce/blob/trunk/plugins/woocommerce/includes/class-wc-webhook.php (`get_payload`: a deleted resource is its id; read 2026-11-24)
 */
export const privacy: PrivacyTopics = {
  topics: [],
  optInTopics: ['customer.deleted'],
  read: (_, body) => {
    const result = v.safeParse(DeletedSchema, body);
    if (!result.success) throw new PayloadError(toIssues(result.issues));
    const customer = { id: result.output.id, emails: [], phones: [] };
    return [{ kind: 'erase-customer', customer, orderIds: [] }];
  },
};
