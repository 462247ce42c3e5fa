import type { Decimal } from '../../model/money.ts';
import type { Stage } from '../../model/order.ts';

/** The stages that a purchase is told or closed at. */
export type ToldStage = Exclude<Stage, 'refunds-only'>;

/** What Dfinery was told of an order, in the shop's currency. */
export interface OrderAccount {
  /** Absent if version 0.1.0 told it: then it was promised or paid. */
  readonly stage: ToldStage | undefined;
  /** The sum of its purchases that were sent. */
  readonly told: Decimal;
  /** `told` less all that is taken back. Never negative, so no more is ever paid back than was told. */
  readonly left: Decimal;
  /** What was due the last time that it was told or rose. Once it is closed, what refunds took back before. */
  readonly due: Decimal;
  /** What the shop kept and was not told. Negative: more was paid back than was told, because a rise is not known yet. */
  readonly untold: Decimal;
  /** What each refund takes back, by refund id. It is written before the refund is sent, and never changed. */
  readonly backs: Readonly<Record<string, Decimal>>;
  /** Further purchases that are not known to be sent, by what is due then. */
  readonly rises: Readonly<Record<string, Decimal>>;
}

/** An account as the item holds it. Without amounts nothing changed since the purchase. */
export type StoredAccount = { readonly [Field in keyof OrderAccount]?: OrderAccount[Field] | undefined } & {
  /** Counts the changes, so that nobody overwrites what they have not seen. */
  readonly changes: number;
};
