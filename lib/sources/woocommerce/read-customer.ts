import * as v from 'valibot';
import type { MappingSettings } from '../../model/connection.ts';
import { parsePayload } from '../../model/parse-payload.ts';
import type { CustomerReading, VerifiedDelivery } from '../source.ts';
import { decodeEntities } from './decode-entities.ts';
import { refuseError } from './refuse-error.ts';
import { BillingSchema, Id, LooseText, UtcTime } from './schema.ts';

/**
 * Staff and vendors of the shop are users too, and are delivered like customers. Anybody else buys: plug-ins give buyers
 * roles of their own, such as Subscriptions, which makes them `subscriber` before the webhook of their account is built.
 * @see https://wordpress.org/documentation/article/roles-and-capabilities/ (read 2026-11-29)
 * @see https://woocommerce.com/document/roles-capabilities/ (`shop_manager`; read 2026-11-29)
 * @see https://github.com/getdokan/dokan/blob/develop/includes/Install/Installer.php (`seller`; commit 42bb6ba, read 2026-11-29)
 */
const STAFF_ROLES = new Set([
  'administrator',
  'editor',
  'author',
  'contributor',
  'shop_manager',
  // Of Dokan, WC Vendors, WCFM, Appointments, MultiVendorX, YITH and Product Vendors.
  'seller',
  'vendor_staff',
  'vendor',
  'pending_vendor',
  'wcfm_vendor',
  'shop_staff',
  'dc_vendor',
  'dc_pending_vendor',
  'yith_vendor',
  'wc_product_vendors_admin_vendor',
  'wc_product_vendors_manager_vendor',
  'wc_product_vendors_pending_vendor',
]);

/** Read loosely, so a user who is not a customer is ignored, whatever the rest holds. A user without a role has no part in this shop. */
const StateSchema = v.object({ id: Id, role: LooseText });

/** WordPress stores typed `&`, `<` and `>` as entities. */
const Name = v.pipe(
  LooseText,
  v.transform((text) => text && decodeEntities(text)),
);

const CustomerSchema = v.object({
  id: Id,
  email: LooseText,
  first_name: Name,
  last_name: Name,
  date_created_gmt: v.fallback(v.nullish(UtcTime), undefined),
  /** Null until the first change. */
  date_modified_gmt: v.fallback(v.nullish(UtcTime), undefined),
  billing: v.fallback(v.nullish(BillingSchema), undefined),
});

/**
 * Reads the body of `customer.created` or `customer.updated`. In
 * WooCommerce guests are not users, so every created user has an account.
 * @throws {PayloadError} the body is an error instead of a customer, or lacks something that the mapping needs.
 * @see https://woocommerce.github.io/woocommerce-rest-api-docs/#customer-properties (read 2026-11-24)
 */
export function readCustomer(
  body: unknown,
  { shop }: MappingSettings,
  { topic }: VerifiedDelivery,
): CustomerReading {
  refuseError(body, 'customer');
  const { role } = parsePayload(StateSchema, body);
  if (role === undefined || STAFF_ROLES.has(role)) return { kind: 'ignored', reason: 'not-a-customer' };

  const user = parsePayload(CustomerSchema, body);
  const { billing } = user;
  const createdAt = user.date_created_gmt ?? undefined;
  const update = {
    source: 'woocommerce',
    shop,
    customer: {
      id: user.id,
      emails: [user.email, billing?.email].filter((email) => email !== undefined),
      phones: billing?.phone === undefined ? [] : [{ number: billing.phone, country: billing.country }],
    },
    updatedAt: user.date_modified_gmt ?? createdAt,
    profile: { firstName: user.first_name, lastName: user.last_name },
    signedUpAt: topic === 'customer.created' ? createdAt : undefined,
  };
  return { kind: 'customers', updates: [update] };
}
