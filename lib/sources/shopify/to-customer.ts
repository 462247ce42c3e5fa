import * as v from 'valibot';
import type { Customer } from '../../model/order.ts';
import { OptionalCustomerId, OptionalText } from './fields.ts';

/** The buyer's fields in orders and checkouts. */
export const buyerEntries = {
  email: OptionalText,
  contact_email: OptionalText,
  phone: OptionalText,
  customer: v.nullish(v.object({ id: OptionalCustomerId, email: OptionalText, phone: OptionalText })),
  billing_address: v.nullish(v.object({ phone: OptionalText, country_code: OptionalText })),
};

type Buyer = v.InferOutput<v.ObjectSchema<typeof buyerEntries, undefined>>;

/** Returns the buyer. The phone of the shipping address is the recipient's, so it is not read. */
export function toCustomer(buyer: Buyer): Customer {
  const { email, contact_email, phone, customer, billing_address: billing } = buyer;
  const candidates = [
    { number: phone, country: undefined },
    { number: customer?.phone, country: undefined },
    { number: billing?.phone, country: billing?.country_code },
  ];
  return {
    id: customer?.id,
    emails: [email, contact_email, customer?.email].filter((address) => address !== undefined),
    phones: candidates.flatMap(({ number, country }) => (number === undefined ? [] : { number, country })),
  };
}
