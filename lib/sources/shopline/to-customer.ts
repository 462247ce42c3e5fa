import * as v from 'valibot';
import type { Customer, PhoneCandidate } from '../../model/order.ts';
import { BuyerId, LooseText, loose } from './fields.ts';

/** The buyer's fields in orders and checkouts. */
export const buyerEntries = {
  user_id: loose(BuyerId),
  email: LooseText,
  phone: LooseText,
  /** Of a checkout: the calling code of `phone`. */
  phone_area_code: LooseText,
  customer: loose(v.object({ id: loose(BuyerId), email: LooseText, phone: LooseText, area_code: LooseText })),
  billing_address: loose(v.object({ phone: LooseText, country_code: LooseText })),
};

type Buyer = v.InferOutput<v.ObjectSchema<typeof buyerEntries, undefined>>;

/** Returns the buyer. The phone of the shipping address is the recipient's, so it is not read. */
export function toCustomer(buyer: Buyer): Customer {
  const { user_id, email, phone, phone_area_code, customer, billing_address: billing } = buyer;
  const area = phone_area_code ?? customer?.area_code;
  const country = billing?.country_code?.toUpperCase();
  return {
    id: customer?.id ?? user_id ?? undefined,
    emails: emailsOf(email, customer?.email),
    phones: [
      ...phonesOf(phone, { area, country: undefined }),
      ...phonesOf(customer?.phone, { area: customer?.area_code, country: undefined }),
      ...phonesOf(billing?.phone, { area: undefined, country }),
    ],
  };
}

/** Returns the addresses that are there. One that is masked (`*********@example.com`) is none. */
export function emailsOf(...emails: readonly (string | undefined)[]): string[] {
  return emails.filter((email): email is string => email !== undefined && !email.includes('*'));
}

/**
 * Returns a phone number, none if there is none. `area` is the calling code, `+86`, that SHOPLINE keeps in a field of its
 * own; a number that begins with `00` has it already.
 */
export function phonesOf(
  phone: string | undefined,
  { area, country }: { readonly area: string | undefined; readonly country: string | undefined },
): PhoneCandidate[] {
  if (phone === undefined || phone.includes('*')) return [];
  if (phone.startsWith('+')) return [{ number: phone, country: undefined }];
  if (phone.startsWith('00')) return [{ number: `+${phone.slice(2)}`, country: undefined }];
  const digits = area?.replace(/\D/g, '').replace(/^0+/, '') ?? '';
  if (digits === '') return [{ number: phone, country }];
  return [{ number: `+${digits} ${phone}`, country: undefined }];
}
