import { toAmount } from '../format.ts';
import { say } from '../language.ts';
import type { ExplainAnswer, ShownStep, ShownTerm } from '../shown-answers.ts';
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
          {figures.map((term) => (
            <TermRow key={term.term} term={term} />
          ))}
          <tr class="sum">
            <th scope="row">{say('addsUpTo')}</th>
            <td class="number">{toAmount(sum)}</td>
            <td>
              {addsUp ? (
                <Mark tone="good" word={say('addsUp')} />
              ) : (
                <Mark tone="bad" word={say('doesNotAddUp')} />
              )}{' '}
              {remark}
            </td>
          </tr>
          <tr class="sum">
            <th scope="row">{say('shopSays')}</th>
            <td class="number">{toAmount(total)}</td>
            <td />
          </tr>
          {due.map((term) => (
            <TermRow key={term.term} term={{ ...term, term: `${say('due')}: ${term.term}` }} />
          ))}
          {told !== null && <TermRow term={{ term: say('told'), amount: told.amount, from: told.stage }} />}
          {paidBack.map(({ refundId, amount, at }) => (
            <TermRow key={refundId} term={{ term: `${say('paidBack')}: ${refundId}`, amount, from: at }} />
          ))}
          {oddFigures.map((reason) => (
            <tr key={reason}>
              <th scope="row">{say('setAside')}</th>
              <td />
              <td>{reason}</td>
            </tr>
          ))}
          {next.map((step, index) => (
            <StepRow key={index} step={step} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TermRow({ term: { term, amount, from } }: { readonly term: ShownTerm }) {
  return (
    <tr>
      <th scope="row">{term}</th>
      <td class="number">{toAmount(amount)}</td>
      <td class="quiet">{from}</td>
    </tr>
  );
}

function StepRow({ step: { event, amount, because } }: { readonly step: ShownStep }) {
  return (
    <tr class="next">
      <th scope="row">
        {say('toldNext')}: {event ?? say('nothing')}
      </th>
      <td class="number">{amount === null ? '' : toAmount(amount)}</td>
      <td>{because}</td>
    </tr>
  );
}
