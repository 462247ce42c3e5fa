import * as v from 'valibot';
import { AmountSchema, type Decimal } from '../../model/money.ts';
import type { ToldStage } from '../../stores/ledger/order-account.ts';
import { UsageError } from '../command.ts';

/** What Dfinery was told of an order before, in the shop's currency, and at which stage. */
export interface ToldBefore {
  readonly amount: Decimal;
  readonly stage: ToldStage;
}

const ToldSchema = v.strictTuple([AmountSchema, v.picklist(['promised', 'closed', 'paid'])]);

/**
 * Reads `AMOUNT[@STAGE]` as what was told of an order; without a stage, as paid. Returns `undefined` if there is none.
 * @throws {UsageError} it is neither.
 */
export function readTold(option: string | undefined): ToldBefore | undefined {
  if (option === undefined) return undefined;
  const [given, ...stages] = option.split('@');
  const result = v.safeParse(ToldSchema, [given, ...(stages.length === 0 ? ['paid'] : stages)]);
  if (!result.success) {
    throw new UsageError('--told needs AMOUNT or AMOUNT@STAGE, with the stage promised, closed or paid');
  }
  const [amount, stage] = result.output;
  return { amount, stage };
}
