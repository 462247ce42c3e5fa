import type {
  Answers,
  OrderSums,
  ReconcileAction,
  ReconciledList,
  ReconciledOrder,
} from '../../asking/shown-answers.ts';
import { Mark } from '../../parts/mark.tsx';
import { Table } from '../../parts/table.tsx';
import { toAmount, toCount } from '../../words/format.ts';
import { say, sayWord } from '../../words/language.ts';

const lists = ['shop', 'ledger', 'dfinery'] as const;
const tones = { differs: 'bad', unproven: 'busy', 'by-design': 'quiet' } as const;

/** The three lists with their sums, then the orders they show something of. */
export function ListsView({ results }: { readonly results: readonly Answers['reconcile'][] }) {
  const all = results.find((one) => 'lists' in one);
  const orders = results.filter((one): one is ReconciledOrder => 'orderId' in one);
  if (all === undefined) return null;
  return (
    <>
      <Table
        label={say('threeLists')}
        heads={['', say('orders'), say('purchases'), say('refunds')]}
        rows={lists.map((list) => [say(list), ...cellsOf(all.lists[list])])}
        numbers={[1, 2, 3]}
      />
      {Object.keys(all.ignored).length > 0 && (
        <p class="quiet">
          {say('doNotCount')}:{' '}
          {Object.entries(all.ignored)
            .map(([reason, count]) => `${reason} ${toCount(count)}`)
            .join(', ')}
        </p>
      )}
      {orders.length === 0 ? <p>{say('nothingDiffers')}</p> : <Orders orders={orders} />}
    </>
  );
}

function cellsOf(list: ReconciledList | null): string[] {
  if (list === null) return [say('notAsked'), '–', '–'];
  return [toCount(list.orders), toSums(list.purchases), toSums(list.refunds)];
}

function toSums(sums: Readonly<Record<string, string>>): string {
  const texts = Object.entries(sums).map(([currency, amount]) => `${toAmount(amount)} ${currency}`);
  return texts.length === 0 ? '0' : texts.join(', ');
}

function Orders({ orders }: { readonly orders: readonly ReconciledOrder[] }) {
  const rows = orders.flatMap(({ orderId, findings, actions, ...sides }) =>
    findings.map(({ kind, about, amount, detail, weight, words }, index) => [
      index === 0 ? <code>{orderId}</code> : '',
      sayWord(about),
      ...lists.map((list) => amountOf(sides[list], about)),
      <>
        <Mark tone={tones[weight]} word={words} />
        {[amount, detail, ...(index === 0 ? actions.map(toWords) : [])]
          .filter((text) => text !== undefined && text !== '0')
          .map((text) => (
            <span key={`${kind} ${text ?? ''}`}> · {text}</span>
          ))}
      </>,
    ]),
  );
  return (
    <Table
      label={say('differences')}
      heads={[say('order'), say('what'), ...lists.map((list) => say(list)), say('listsShow')]}
      rows={rows}
      numbers={[2, 3, 4]}
    />
  );
}

function amountOf(sums: OrderSums | undefined, about: string): string {
  if (sums === undefined) return '–';
  return toAmount(about === 'refund' ? sums.refunds : sums.purchases);
}

function toWords(action: ReconcileAction): string {
  return action.kind === 'cannot'
    ? say('notRepaired', { because: action.because })
    : say('messagesN', { n: toCount(action.messages) });
}
