/** The fields of a log line. Never a payload, an e-mail address, a phone number or a secret. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Counters of the adapter. Each row says what one count means. Each is read by an alarm, the dashboard, a command or the
 * runbook: CloudWatch charges for it whether it is read or not. What nothing reads is a field of a log line.
 */
export const metrics = {
  DeliveryReceived: 'a webhook delivery that arrived, with any outcome',
  DeliveryVerified: 'a delivery whose signature is right, with any outcome',
  DeliveryAccepted: 'a delivery whose messages are all in their queues',
  DeliveryKnown: 'a delivery that was not queued, because all of it was queued within the hour or is told',
  DeliveryIgnored: 'a delivery of no interest, by reason',
  DeliveryParked: 'a verified delivery that could not be read and was parked',
  DeliveryRefused: 'a delivery answered 4xx or 5xx, by reason',
  EventQueued: 'an event or a profile that SQS accepted',
  FetchQueued: 'a fetch that SQS accepted',
  ErasureQueued: 'a privacy request that SQS accepted',
  MoneyMismatch: 'an order whose amounts do not add up; it is sent anyway',
  RefundLinesMissed: 'a refund sent without lines, because the shop’s API did not return them, by reason',
  EventSent: 'an event that Dfinery accepted',
  EventAge: 'milliseconds from the arrival of an event’s webhook until Dfinery accepted it',
  EventDuplicate: 'a record whose event was already sent, or is settled by an equal record of its batch',
  EventSuperseded:
    'a record of another version of an order than the one that was sent, or of an earlier stage',
  EventUntold: 'a record of a change of an order that is not told, by reason',
  RevenueUntold: 'the amount that became due after an order was told, and is not told, by currency',
  RefundCapped: 'a refund that was cut or left out, because more would be paid back than was told',
  RefundUntold: 'the amount by which refunds were cut or left out, by currency',
  ProfileSent: 'a record with news about a customer that Dfinery accepted',
  ProfileUnchanged: 'a record that tells Dfinery nothing new, or equals a settled record of its batch',
  ProfileOutdated: 'a record with nothing new about a customer, parts of which a newer record replaced',
  EventErased: 'a record dropped because its customer, its order or its shop was erased',
  EventDead: 'an event or a profile moved to the dead-letter queue, by cause',
  EventKept: 'a record that stays queued, by reason',
  EventUncertain: 'an event whose request got no readable answer; it is sent again under the same id',
  FetchDone: 'a fetch whose events are all in the queue',
  FetchIgnored: 'a fetch whose result is of no interest, by reason',
  FetchParked: 'a fetched order that could not be read and was parked',
  FetchDuplicate: 'a record of the same fetch as another record of its batch',
  FetchErased: 'a fetch that was dropped because its customer or its shop was erased',
  FetchDead: 'a fetch moved to its dead-letter queue, by cause',
  FetchKept: 'a fetch that stays queued, by reason',
  OldestFetchAge: 'milliseconds since the oldest fetch of a batch was queued, if a minute or more',
  ShopRequest: 'a request to a shop’s API that did not bring what was asked for, by outcome',
  OrderRecovered: 'an order that a poll queued, because no webhook had brought it',
  OrderPolled: 'an order that a poll queued of a shop that sends no webhooks',
  PollFailed: 'a poll of a shop that stopped before that, by reason; the next goes on from there',
  PollLag: 'milliseconds since the last whole reading of a shop’s lists began, after each poll of it',
  ConnectionSilent: 'a connection from which nothing was heard for its silenceHours, at each look',
  TokenRefresh: 'a refresh of a connection’s API tokens, by outcome',
  ErasureDone: 'an erasure that was carried out as far as possible',
  ErasureIncomplete: 'an erasure of which a person has to carry out a part, by reason',
  DataRequested: 'a customer’s request for their stored data, which a person has to answer',
  ErasureDuplicate: 'a privacy request that is already being carried out, or was within a day',
  ErasureDead: 'a privacy request moved to its dead-letter queue, by cause',
  ErasureKept: 'a privacy request that stays queued, by reason',
  OldestErasureAge:
    'milliseconds since the oldest privacy request of a batch was queued, if a minute or more',
  OldestEventAge: 'milliseconds since the oldest record of a batch was queued, if a minute or more',
  LedgerMarkFailed: 'an event that was sent, but could not be marked as sent in the ledger',
  VisibilityFailed:
    'a record that comes back after the queue’s own time-out, because its back-off could not be set',
  ServicePaused: 'a pause of a Dfinery service or of a connection that began or was renewed, by reason',
  DfineryRequest: 'a request that the Import API did not accept, by outcome',
  EventUnconfirmed:
    'an event that was sent and that Dfinery’s export does not show as it was sent, by reason',
  ArrivalsUnchecked: 'a check of a service’s arrivals that could not be made, by reason',
  NeedsAttention: 'a fault that a person has to look at, counted once more, by group',
} as const;

export type MetricName = keyof typeof metrics;

/** Receives logs and metrics. */
export interface Telemetry {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** `cause` is logged with its name, code and stack. Errors of AWS and of the adapter contain no payload. */
  error(message: string, fields: LogFields, cause?: unknown): void;
  /** Adds to a counter; `reason` becomes its dimension. If the line about it says why, its field is called `reason`, too. */
  count(metric: MetricName, value?: number, reason?: string): void;
  /** Writes a duration. */
  measure(metric: MetricName, milliseconds: number): void;
}
