import type { Customer } from './order.ts';

/** What a shop told of one of its customers, as every source hands it on. Known by `(source, shop, customer.id)`. */
export interface CustomerUpdate {
  readonly source: string;
  readonly shop: string;
  readonly customer: Customer & { readonly id: string };
  /** When the customer was in this state: UTC, milliseconds, `…Z`. Absent where the platform does not say. */
  readonly updatedAt: string | undefined;
  /** What the update says. It need not say everything: what is absent stays as it was. */
  readonly profile: Profile;
  /** When an account was made. Absent for guests, for newsletter readers and for any later change. */
  readonly signedUpAt?: string | undefined;
}

export interface Profile {
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  /** The whole name, where the platform has it in one. */
  readonly fullName?: string | undefined;
  readonly gender?: 'Male' | 'Female' | 'NonBinary' | 'Other' | undefined;
  /** `yyyy-MM-dd` */
  readonly birth?: string | undefined;
  /** The tier or group, as the shop named it. */
  readonly membership?: string | undefined;
  /** Whether advertisements may be sent by text message. */
  readonly smsConsent?: Consent | undefined;
  readonly emailConsent?: Consent | undefined;
}

/** A consent that the platform states. Where it says nothing there is none, which is not the same as a no. */
export interface Consent {
  readonly granted: boolean;
  /** When it was stated, where that is dated apart from the rest: UTC, milliseconds, `…Z`. */
  readonly statedAt?: string | undefined;
}
