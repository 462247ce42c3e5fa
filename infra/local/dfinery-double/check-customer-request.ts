import * as v from 'valibot';
import {
  checkCaller,
  Datetime,
  type DfineryService,
  Fields,
  IdentitySchema,
  type ImportRequest,
  type RefusedRequest,
  refuse,
  toContentReasons,
  toReasons,
} from './check-request.ts';
import { userPropertiesSchema } from './taxonomy.ts';

const bodySchemas = {
  identities: v.strictObject({ identity: IdentitySchema, request_datetime: Datetime }),
  /** `external_id` alone, which is required. */
  'identities/delete': v.strictObject({
    identity: v.strictObject({ external_id: v.pipe(v.string(), v.nonEmpty()) }),
    request_datetime: Datetime,
  }),
  'user-profile': v.strictObject({
    identity: IdentitySchema,
    user_properties: v.pipe(
      Fields,
      v.check((properties) => Object.keys(properties).length > 0, 'needs at least one property'),
    ),
    request_datetime: Datetime,
  }),
};

export type CustomerCall = keyof typeof bodySchemas;

/** A body as it was sent. */
export interface CustomerBody extends v.InferInput<(typeof bodySchemas)['identities']> {
  readonly user_properties?: Readonly<Record<string, unknown>>;
}

/**
 * Checks a request for identities, for their deletion or for a user profile against the documented contract. Each carries
 * one customer: a code for too many profiles is documented, but no shape for more than one.
 * @see https://docs.dfinery.ai/api-guide/en/api/import-api/identity-api/post (read 2026-11-23)
 * @see https://docs.dfinery.ai/api-guide/api/import-api/identity-api/post-1 (deletion, in Korean only; read 2026-11-23)
 * @see https://docs.dfinery.ai/api-guide/api/import-api/profile/post (read 2026-11-23)
 */
export function checkCustomerRequest(
  call: CustomerCall,
  request: ImportRequest,
  known: DfineryService | undefined,
): RefusedRequest | { readonly accepted: true; readonly body: CustomerBody } {
  const caller = checkCaller(request, known);
  if (!caller.accepted) return caller;
  const { json, service } = caller;
  const result = v.safeParse(bodySchemas[call], json);
  if (!result.success) return refuse('40001', ...toReasons(result.issues, ''));
  if (!('user_properties' in result.output)) return { accepted: true, body: result.output };
  const properties = v.safeParse(userPropertiesSchema(service), result.output.user_properties);
  if (!properties.success) return refuse('40001', ...toContentReasons(properties.issues, 'user_properties.'));
  return { accepted: true, body: result.output };
}
