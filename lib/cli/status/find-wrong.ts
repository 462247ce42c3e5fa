import type { MetricName } from '../../runtime/telemetry.ts';
import type { Finding, StatusFacts } from './status-facts.ts';

interface MetricRule {
  readonly metric: MetricName;
  /** Default: with or without a reason. */
  readonly reasons?: readonly string[];
  readonly span: 'hour' | 'day';
  readonly says: string;
  readonly type: string;
  readonly page: string;
}

/** What a person has to do something about, by the metric that counts it. Every count stands before its words. */
const rules: readonly MetricRule[] = [
  {
    metric: 'DeliveryRefused',
    reasons: ['signature-mismatch', 'signature-missing', 'shop-mismatch', 'timestamp-stale', 'too-large'],
    span: 'hour',
    says: 'deliveries were refused: secret, shop or clock does not fit',
    type: 'logs --level warn',
    page: 'deliveries-are-refused-deliveryrefused-by-reason',
  },
  {
    metric: 'DeliveryRefused',
    reasons: ['not-found'],
    span: 'hour',
    says: 'deliveries came to an address whose connection does not exist',
    type: 'connection list',
    page: 'deliveries-are-refused-deliveryrefused-by-reason',
  },
  {
    metric: 'DeliveryRefused',
    reasons: ['queue-unavailable', 'parking-unavailable', 'connection-unavailable', 'unexpected'],
    span: 'hour',
    says: 'deliveries were answered 503: the adapter does not have these orders',
    type: 'logs --level error',
    page: 'deliveries-are-refused-deliveryrefused-by-reason',
  },
  {
    metric: 'DeliveryIgnored',
    reasons: ['events-delivery'],
    span: 'hour',
    says: 'deliveries were Shopify Events, which hold no orders',
    type: 'webhooks shopify list --connection ID',
    page: 'shopify-sends-events-deliveryignored-with-reason-events-delivery',
  },
  {
    metric: 'EventKept',
    reasons: ['ledger-unavailable', 'erasures-unavailable'],
    span: 'hour',
    says: 'times an event waited because DynamoDB or the key of the tombstones is unavailable',
    type: 'logs --level error',
    page: 'dynamodb-is-unavailable-eventkept-with-reason-ledger-unavailable-ledgermarkfailed',
  },
  {
    metric: 'LedgerMarkFailed',
    span: 'hour',
    says: 'events were sent and not remembered: a second delivery of their orders would be sent again',
    type: 'logs --level error',
    page: 'dynamodb-is-unavailable-eventkept-with-reason-ledger-unavailable-ledgermarkfailed',
  },
  ...(['EventKept', 'FetchKept', 'ErasureKept'] as const).map(
    (metric): MetricRule => ({
      metric,
      reasons: ['unexpected'],
      span: 'hour',
      says: 'times a message waited because of a fault of the adapter',
      type: 'logs --level error',
      page: 'a-fault-of-the-adapter-eventkept-fetchkept-erasurekept-with-reason-unexpected',
    }),
  ),
  {
    metric: 'EventKept',
    reasons: ['misconfigured'],
    span: 'hour',
    says: 'times an event waited for the right service id or token',
    type: 'connection list',
    page: 'wrong-token-or-service-eventkept-with-reason-misconfigured',
  },
  {
    metric: 'FetchKept',
    reasons: ['misconfigured'],
    span: 'hour',
    says: 'times an order could not be fetched: the shop has to be authorized again',
    type: 'logs --level warn',
    page: 'a-shop-has-to-be-authorized-fetchkept-with-reason-misconfigured',
  },
  {
    metric: 'TokenRefresh',
    reasons: ['unauthorized'],
    span: 'day',
    says: 'tokens were not renewed: the shop has to be authorized again',
    type: 'logs --level warn --since 1d',
    page: 'a-shop-has-to-be-authorized-fetchkept-with-reason-misconfigured',
  },
  {
    metric: 'RefundLinesMissed',
    reasons: ['misconfigured'],
    span: 'day',
    says: 'refunds went without lines: the shop refuses the key',
    type: 'doctor',
    page: 'a-shop-does-not-take-the-key-refundlinesmissed-with-reason-misconfigured',
  },
  {
    metric: 'PollFailed',
    reasons: ['misconfigured', 'unreadable', 'connection-unavailable', 'unexpected'],
    span: 'hour',
    says: 'polls of a shop failed',
    type: 'poll status',
    page: 'a-shop-is-not-read-polllag',
  },
  {
    metric: 'OrderRecovered',
    span: 'day',
    says: 'orders came by a poll and by no webhook: webhooks get lost',
    type: 'doctor',
    page: 'webhooks-get-lost-orderrecovered',
  },
  {
    metric: 'ConnectionSilent',
    span: 'hour',
    says: 'times a shop was silent for longer than its silenceHours',
    type: 'logs --level warn',
    page: 'a-shop-is-silent-connectionsilent',
  },
  {
    metric: 'EventUnconfirmed',
    span: 'day',
    says: 'events that Dfinery accepted are not in its export',
    type: 'logs --level warn --since 1d',
    page: 'events-that-dfinery-does-not-show-eventunconfirmed',
  },
  {
    metric: 'ArrivalsUnchecked',
    reasons: ['export-unauthorized'],
    span: 'day',
    says: 'services could not be compared with Dfinery: it takes no Export token of theirs',
    type: 'logs --level error --since 1d',
    page: 'events-that-dfinery-does-not-show-eventunconfirmed',
  },
  {
    metric: 'ErasureIncomplete',
    span: 'day',
    says: 'erasures have a part that you have to carry out',
    type: 'erasures list',
    page: 'an-erasure-is-incomplete-erasureincomplete',
  },
  {
    metric: 'DataRequested',
    span: 'day',
    says: 'customers asked what is held about them',
    type: 'erasures list',
    page: 'a-customer-asks-what-is-held-datarequested',
  },
];

const LETTER_PAGES = {
  events: 'dead-letters-eventdead',
  fetches: 'orders-to-be-fetched-are-dead-fetchdead',
  erasures: 'privacy-requests-are-dead-erasuredead',
} as const;

const OLD_MS = 2 * 60 * 60 * 1_000;

/** Returns what is wrong, and of each what to type next. What needs a person comes first. */
export function findWrong(facts: StatusFacts): readonly Finding[] {
  const found = [
    ...turnedAwayOf(facts),
    ...pausesOf(facts),
    ...refusalsOf(facts),
    ...rules.flatMap((rule) => byMetric(rule, facts)),
    ...lettersOf(facts),
    ...parkedOf(facts),
    ...silenceOf(facts),
    ...oldOf(facts),
    ...erasuresOf(facts),
  ];
  return found.toSorted((a, b) => Number(b.needsPerson) - Number(a.needsPerson));
}

function byMetric({ metric, reasons, span, says, type, page }: MetricRule, facts: StatusFacts): Finding[] {
  const counts = facts[span];
  const found = counts.reasonsOf(metric);
  const count =
    reasons === undefined
      ? counts.of(metric)
      : reasons.reduce((sum, reason) => sum + (found.get(reason) ?? 0), 0);
  if (count === 0) return [];
  const named = [...found.keys()].filter((reason) => reasons?.includes(reason) ?? true);
  const because = named.length === 0 ? '' : ` (${named.join(', ')})`;
  return [{ needsPerson: true, says: `${count} ${says}${because}`, type, page }];
}

/** A refusal ends by what a person does; an outage and a quota by themselves. */
const PAUSES = {
  refused: {
    needsPerson: true,
    says: 'Dfinery refuses everything of',
    type: 'names --connection',
    page: 'everything-of-a-connection-is-refused-eventkept-with-reason-refused',
  },
  misconfigured: {
    needsPerson: true,
    says: 'Dfinery takes neither the service id nor the token of',
    type: 'connection check',
    page: 'wrong-token-or-service-eventkept-with-reason-misconfigured',
  },
  throttled: {
    needsPerson: false,
    says: 'the quota is used up of',
    type: 'status',
    page: 'dfinery-is-unavailable-or-over-quota-servicepaused-eventkept-with-reason-unavailable-or-throttled',
  },
  unavailable: {
    needsPerson: false,
    says: 'Dfinery does not answer for',
    type: 'status',
    page: 'dfinery-is-unavailable-or-over-quota-servicepaused-eventkept-with-reason-unavailable-or-throttled',
  },
} as const;

function pausesOf({ pauses, connections }: StatusFacts): Finding[] {
  return pauses.map(({ connection, serviceId, call, reason }) => {
    const { needsPerson, says, type, page } = PAUSES[reason];
    const last = connections.find(({ id }) => id === connection);
    const code = last?.because === reason ? last.code : undefined;
    const about = [connection ?? `service ${serviceId}`, ...(call === undefined ? [] : [`(${call})`])].join(
      ' ',
    );
    return {
      needsPerson,
      says: `${says} ${about}${code === undefined ? '' : ` (${code})`}`,
      type: needsPerson && connection !== undefined ? `${type} ${connection}` : type,
      page,
    };
  });
}

/** Between two probes there is no pause in force, and of a few events none was set yet. */
function refusalsOf({ connections, pauses }: StatusFacts): Finding[] {
  return connections.flatMap(({ id, serviceId, acceptedAt = 0, refusedAt = 0, because, code = '?' }) => {
    const isPaused = pauses.some(
      (pause) => pause.call === undefined && (pause.connection ?? id) === id && pause.serviceId === serviceId,
    );
    if (because !== 'refused' || refusedAt <= acceptedAt || isPaused) return [];
    const { page } = PAUSES.refused;
    const says = `Dfinery refused what it was sent last of ${id} (${code}), and accepted nothing since`;
    return [{ needsPerson: true, says, type: `names --connection ${id}`, page }];
  });
}

function turnedAwayOf({ turnedAway: { count, byFunction, last = 0 } }: StatusFacts): Finding[] {
  if (count === 0) return [];
  const names = [...byFunction].map(([name, one]) => `${name} ${one}`).join(', ');
  const says = `${count} invocations were turned away by Lambda, the last after ${new Date(last).toISOString().slice(11, 16)} UTC: no execution is left (${names})`;
  return [{ needsPerson: true, says, type: 'doctor', page: 'deliveries-are-turned-away-throttles-5xx' }];
}

function lettersOf({ letters }: StatusFacts): Finding[] {
  return (['events', 'fetches', 'erasures'] as const).flatMap((queue) =>
    letters[queue] === 0
      ? []
      : [
          {
            needsPerson: true,
            says: `${letters[queue]} dead letters of ${queue}`,
            type: `dead-letters list --queue ${queue}`,
            page: LETTER_PAGES[queue],
          },
        ],
  );
}

function parkedOf({ parked }: StatusFacts): Finding[] {
  if (parked === 0) return [];
  const says = `${parked} deliveries could not be read`;
  return [
    { needsPerson: true, says, type: 'parked list', page: 'a-delivery-could-not-be-read-deliveryparked' },
  ];
}

/** A stage that was never heard from has no shop yet. */
function silenceOf({ day, connections }: StatusFacts): Finding[] {
  const wasHeard = connections.some(({ heardAt }) => heardAt !== undefined);
  if (!wasHeard || day.of('DeliveryReceived') > 0 || day.of('OrderPolled') > 0) return [];
  const says = 'nothing was received for a day: is the webhook gone at the shop?';
  return [{ needsPerson: true, says, type: 'doctor', page: 'no-webhook-arrives-deliveryverified' }];
}

/** What waits, by the metric of its age. */
const WAITING = {
  OldestEventAge: { what: 'event', type: 'logs --level warn', page: 'events-grow-old-oldesteventage' },
  OldestFetchAge: {
    what: 'order to be fetched',
    type: 'logs --level warn',
    page: 'orders-to-be-fetched-grow-old-oldestfetchage',
  },
  OldestErasureAge: {
    what: 'privacy request',
    type: 'erasures list',
    page: 'privacy-requests-grow-old-oldesterasureage',
  },
} as const;

function oldOf({ oldest }: StatusFacts): Finding[] {
  return (Object.keys(WAITING) as (keyof typeof WAITING)[]).flatMap((metric) => {
    const ms = oldest.get(metric) ?? 0;
    if (ms < OLD_MS) return [];
    const { what, type, page } = WAITING[metric];
    const says = `the oldest ${what} waits for ${Math.round(ms / 60_000)} minutes`;
    return [{ needsPerson: false, says, type, page }];
  });
}

function erasuresOf({ lateErasures }: StatusFacts): Finding[] {
  if (lateErasures === 0) return [];
  const says = `${lateErasures} privacy requests are older than a day and not done`;
  return [{ needsPerson: true, says, type: 'erasures list', page: 'privacy-requests-are-dead-erasuredead' }];
}
