/** What a log line may hold besides its message. Never a payload, an e-mail address, a phone number or a secret. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Counters of the adapter. Each row says what one count means. */
export const metrics = {
  DeliveryReceived: 'a webhook delivery arrived, whatever became of it',
  DeliveryAccepted: 'a delivery whose events are all in the queue',
  DeliveryIgnored: 'a verified delivery of no interest, by reason',
  DeliveryParked: 'a verified delivery that could not be read, put aside whole',
  DeliveryRefused: 'a delivery answered 4xx or 5xx, by reason',
  EventQueued: 'an event that SQS accepted',
  MoneyMismatch: 'an order whose figures do not add up, sent all the same',
  UnusablePhone: 'a phone number that was left out',
  RecordReceived: 'a queue record handed to the drain',
  EventSent: 'an event that Dfinery accepted',
  EventDuplicate: 'an event that shared its batch with an equal one',
  EventKept: 'an event that stays queued, by reason',
  DfineryRequest: 'a request to the Import API, by outcome',
} as const;

export type MetricName = keyof typeof metrics;

/** Where a use case reports what it did. */
export interface Telemetry {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  /** `cause` is logged with its name, code and stack; AWS and our own errors hold no payload. */
  error(message: string, fields: LogFields, cause?: unknown): void;
  /** Adds to a counter; `reason` becomes its dimension. */
  count(metric: MetricName, value?: number, reason?: string): void;
}
