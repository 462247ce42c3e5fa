import { type Alarm, parameter } from './alarm.ts';
import { answers5xx, ofFunction, ofQueue, own } from './watched.ts';

const TURNED_AWAY = 'deliveries-are-turned-away-throttles-5xx';

/** The alarms of both `essential` and `full`: what no code of ours can count, because none runs. */
export const ofBothSets = {
  // A request that Lambda turns away runs no code of ours and is no error of the function.
  ReceiverThrottled: {
    says: 'Lambda turns deliveries away',
    page: TURNED_AWAY,
    type: ['status'],
    looksAt: [ofFunction('ReceiveWebhook', 'Throttles')],
  },
  // While made-up ids are answered 503 it is blind, or strangers would ring it; the other alarms on deliveries are not.
  ApiFailures: {
    says: 'Shops are answered 5xx',
    page: TURNED_AWAY,
    type: ['status'],
    looksAt: [answers5xx, ...own('DeliveryRefused', 'not-looked-up')],
    expression: 'IF(FILL(m2, 0) > 0, 0, FILL(m1, 0))',
  },
  // Of all shops together, and by signed webhooks only: no unsigned request may end the silence.
  Silence: {
    says: 'No webhook has arrived for a long time',
    page: 'no-webhook-arrives-deliveryverified',
    type: ['status', 'poll status'],
    looksAt: own('DeliveryVerified'),
    period: 3600,
    periods: parameter('silenceAlarmHours'),
    onSilence: true,
  },
  // Messages in back-off are not visible: all that is visible for an hour was taken by nobody. The longest of the rushes in
  // docs/performance.md is drained within that.
  EventsNotTaken: {
    says: 'The drain takes nothing out of its queue',
    page: 'a-queue-is-not-emptied-approximatenumberofmessagesvisible',
    type: ['doctor'],
    looksAt: [ofQueue('EventsQueue')],
    statistic: 'Minimum',
    periods: 12,
  },
} as const satisfies Readonly<Record<string, Alarm>>;
