import * as v from 'valibot';
import { AmountSchema } from '../../model/money.ts';
import type { LedgerEntry } from '../../stores/ledger/ledger-entry.ts';
import { toldEntry } from '../../stores/ledger/tell-next.ts';
import { UsageError } from '../command.ts';

const ToldSchema = v.strictTuple([AmountSchema, v.picklist(['promised', 'closed', 'paid'])]);

/**
 * Reads `AMOUNT[@STAGE]` as the entry of an order that was told so; without a stage, as paid. Returns `undefined` if
 * there is none. @throws {UsageError} it is neither.
 */
export function readTold(option: string | undefined): LedgerEntry | undefined {
  if (option === undefined) return undefined;
  const [amount, ...stage] = option.split('@');
  const result = v.safeParse(ToldSchema, [amount, ...(stage.length === 0 ? ['paid'] : stage)]);
  if (result.success) return toldEntry(...result.output);
  throw new UsageError('--told needs AMOUNT or AMOUNT@STAGE, with the stage promised, closed or paid');
}
