import type { DfineryRequest } from '../../lib/dfinery/client.ts';
import type { HttpAnswer } from '../../lib/runtime/http/http-answer.ts';

/** How a request fails. `lost`: it is stored and its answer is not heard. `unheard`: neither. */
export type RequestFault = 'refused' | 'ill' | 'lost' | 'unheard';

/** An event as it lies at Dfinery. */
export interface ShelvedEvent {
  readonly id: string;
  readonly orderId: string;
  readonly name: string;
  /** As the event says it, in units of the currency. */
  readonly amount: number;
  readonly identity: string;
  readonly content: string;
  times: number;
}

/** Dfinery as the model needs it: it keeps what it accepted, one of each id, and remembers what was wrong. */
export interface DfineryShelf {
  readonly events: ReadonlyMap<string, ShelvedEvent>;
  /** What must never happen, in words. */
  readonly wrong: readonly string[];
  /** `onStored` is told which events a request brought. */
  post(
    request: DfineryRequest,
    fault: RequestFault | undefined,
    onStored: (ids: readonly string[]) => void,
  ): HttpAnswer;
  /** Says that whoever sent these events may not know that they arrived. */
  unheard(ids: readonly string[]): void;
}

interface Body {
  readonly common: { readonly identity: object };
  readonly events: readonly {
    readonly event_log_id: string;
    readonly event_name: string;
    readonly event_properties: Readonly<Record<string, unknown>>;
  }[];
}

const answers: Readonly<Record<RequestFault | 'accepted', HttpAnswer>> = {
  accepted: answered({ status: true, code: '20000' }),
  refused: answered({ status: false, code: '40001', message: 'VALIDATION_FAILURE' }),
  ill: answered({ status: false, code: '50000' }),
  lost: { kind: 'unanswered', reason: 'timeout' },
  unheard: { kind: 'unanswered', reason: 'timeout' },
};

function answered(envelope: object): HttpAnswer {
  return { kind: 'answered', status: 200, headers: {}, body: JSON.stringify({ ...envelope, data: true }) };
}

export function createDfineryShelf(): DfineryShelf {
  const events = new Map<string, ShelvedEvent>();
  const mayComeAgain = new Set<string>();
  const wrong: string[] = [];

  function store({ common, events: sent }: Body): void {
    const identity = JSON.stringify(common.identity);
    for (const event of sent) {
      const { event_log_id: id, event_name: name, event_properties: properties } = event;
      const content = JSON.stringify(event);
      const known = events.get(id);
      if (known === undefined) {
        const amount = amountOf(properties);
        const orderId = String(properties['df_order_id']);
        events.set(id, { id, orderId, name, amount, identity, content, times: 1 });
        continue;
      }
      known.times += 1;
      if (!mayComeAgain.has(id)) wrong.push(`${name} ${id} came twice without a lost answer`);
      if (known.amount !== amountOf(properties)) wrong.push(`${name} ${id} came with another amount`);
      if (known.identity !== identity) wrong.push(`${name} ${id} came for another person`);
    }
  }

  return {
    events,
    wrong,
    post(request, fault, onStored) {
      if (fault === undefined || fault === 'lost') {
        const body = JSON.parse(request.body) as Body;
        store(body);
        const ids = body.events.map(({ event_log_id }) => event_log_id);
        if (fault === 'lost') for (const id of ids) mayComeAgain.add(id);
        onStored(ids);
      }
      return answers[fault ?? 'accepted'];
    },
    unheard(ids) {
      for (const id of ids) mayComeAgain.add(id);
    },
  };
}

function amountOf(properties: Readonly<Record<string, unknown>>): number {
  return Number(properties['df_total_purchase_amount'] ?? properties['df_total_refund_amount'] ?? 0);
}
