import type { Customer } from './order.ts';

/** An update of one customer, in our terms. Identified by `(source, shop, customer.id)`. */
export interface CustomerUpdate {
  readonly source: string;
  readonly shop: string;
  readonly customer: Customer & { readonly id: string };
  /** When the customer was in this state: UTC, milliseconds, `…Z`. Absent if the platform does not say. */
  readonly updatedAt: string | undefined;
  /** The facts in the update. Absent facts stay as they were. */
  readonly profile: Profile;
  /** When an account was created. Absent for guests, for newsletter subscribers and for any later change. */
  readonly signedUpAt?: string | undefined;
}

export interface Profile {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  /** The whole name, if the platform keeps it in one field. */
  readonly fullName?: string | undefined;
  readonly gender?: 'Male' | 'Female' | 'NonBinary' | 'Other' | undefined;
  /** `yyyy-MM-dd` */
  readonly birth?: string | undefined;
  /** The tier or group, by the shop's name for it. */
  readonly membership?: string | undefined;
  /** Whether advertisements may be sent by text message. */
  readonly smsConsent?: Consent | undefined;
  readonly emailConsent?: Consent | undefined;
}

/** A consent the platform states. Silence is not a "no": then there is no `Consent`. */
export interface Consent {
  readonly granted: boolean;
  /** When it was stated, if it has a date of its own: UTC, milliseconds, `…Z`. */
  readonly statedAt?: string | undefined;
}
