import type { ComponentChildren } from 'preact';
import type { ExplainAnswer } from '../asking/shown-answers.ts';
import { toAmount } from '../words/format.ts';
import { say, sayWord } from '../words/language.ts';
import { Mark } from './mark.tsx';

/** The money of one order: where each figure comes from, whether they add up, and what would be told. */
export function MoneyTable({ explained }: { readonly explained: ExplainAnswer }) {
  const { currency, figures, sum, total, addsUp, remark, told, due, paidBack, oddFigures, next } = explained;
  return (
    <div class="scroll" role="region" aria-label={say('money')} tabIndex={0}>
      <table class="money" aria-label={say('money')}>
        <thead>
          <tr>
            <th scope="col">{say('figure')}</th>
            <th scope="col" class="number">
              {say('amountIn', { currency })}
            </th>
            <th scope="col">{say('from')}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map(({ term, amount, from }) => (
            <Row key={term} head={sayWord(term)} amount={amount} note={sayWord(from)} />
          ))}
          <Row
            head={say('addsUpTo')}
            amount={sum}
            isSum
            note={
              <>
                <Mark tone={addsUp ? 'good' : 'bad'} word={say(addsUp ? 'addsUp' : 'doesNotAddUp')} />{' '}
                {remark}
              </>
            }
          />
          <Row head={say('shopSays')} amount={total} isSum />
          {due.map(({ term, amount, from }) => (
            <Row key={term} head={`${say('due')}: ${sayWord(term)}`} amount={amount} note={from} />
          ))}
          {told !== null && <Row head={say('told')} amount={told.amount} note={told.stage} />}
          {paidBack.map(({ refundId, amount, at }) => (
            <Row key={refundId} head={`${say('paidBack')}: ${refundId}`} amount={amount} note={at} />
          ))}
          {oddFigures.map((reason) => (
            <Row key={reason} head={say('setAside')} note={reason} />
          ))}
          {next.map(({ event, amount, because }, index) => (
            <Row
              key={index}
              head={`${say('toldNext')}: ${event ?? say('nothing')}`}
              amount={amount}
              note={sayWord(because)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly head: string;
  readonly amount?: string | null;
  readonly note?: ComponentChildren;
  readonly isSum?: boolean;
}

function Row({ head, amount = null, note, isSum = false }: RowProps) {
  return (
    <tr class={isSum ? 'sum' : ''}>
      <th scope="row">{head}</th>
      <td class="number">{amount === null ? '' : toAmount(amount)}</td>
      <td class={isSum ? '' : 'quiet'}>{note}</td>
    </tr>
  );
}
