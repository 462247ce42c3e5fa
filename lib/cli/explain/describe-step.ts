import { type Decimal, isZero } from '../../model/money.ts';
import type { NextStep } from '../../stores/ledger/tell-next.ts';

/** One row of what would be told: the event and its amount, or `null` for both if there is none, and why. */
export interface DescribedStep {
  readonly event: 'df_purchase' | 'df_refund' | null;
  readonly amount: Decimal | null;
  readonly because: string;
}

/** Describes what would be told next in words. Pure. */
export function describeStep(step: NextStep): DescribedStep {
  const { about, answer } = step;
  switch (answer.kind) {
    case 'purchase':
      return { event: 'df_purchase', amount: answer.amount, because: 'the order' };
    case 'take-back':
      return describeTakeBack(step, answer);
    case 'rise':
      return {
        event: 'df_purchase',
        amount: answer.amount,
        because: 'a further purchase: more is due than was told',
      };
    case 'untold':
      return isZero(answer.amount)
        ? nothing('more is due, but as much was paid back that was never told')
        : nothing(`more is due by ${answer.amount}: not told without edits: "send"`);
    case 'nothing':
      return nothing(unchanged[about]);
    case 'purchase-missing':
      return nothing(`${nameOf(step)} waits: its purchase was not told`);
    case 'unsettled':
      return nothing(`${nameOf(step)} waits: the purchase, or a further one, is on its way`);
  }
}

type TakeBack = Extract<NextStep['answer'], { kind: 'take-back' }>;

function describeTakeBack(step: NextStep, { refundId, amount, cut, covered }: TakeBack): DescribedStep {
  const notes = [
    ...(isZero(covered) ? [] : [`${covered} of it was never told as revenue`]),
    ...(isZero(cut) ? [] : [`${cut} left out: more than was told`]),
  ];
  const because = [step.about === 'refund' ? `refund ${refundId}` : refundId, ...notes].join('; ');
  return isZero(amount) ? nothing(because) : { event: 'df_refund', amount, because };
}

const unchanged = {
  purchase: 'the purchase says nothing new',
  refund: 'the refund says nothing new',
  closing: 'closed, and nothing of it is to be taken back',
} as const satisfies Record<NextStep['about'], string>;

function nameOf({ about, refundId = '' }: NextStep): string {
  return about === 'refund' ? `refund ${refundId}` : `the ${about}`;
}

function nothing(because: string): DescribedStep {
  return { event: null, amount: null, because };
}
