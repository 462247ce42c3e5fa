/** What a log line may hold besides its message. Never a payload, an e-mail address, a phone number or a secret. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Counters of the adapter. Each row says what one count means. */
export const metrics = {
  DeliveryReceived: 'a webhook delivery arrived, whatever became of it',
  DeliveryAccepted: 'a delivery whose events, or whose order to be fetched, are in the queue',
  DeliveryIgnored: 'a delivery of no interest, by reason',
  DeliveryParked: 'a verified delivery that could not be read, put aside whole',
  DeliveryRefused: 'a delivery answered 4xx or 5xx, by reason',
  EventQueued: 'an event or a profile that SQS accepted',
  FetchQueued: 'something to be fetched that SQS accepted',
  ErasureQueued: 'a privacy request that SQS accepted',
  MoneyMismatch: 'an order whose figures do not add up, sent all the same',
  UnusablePhone: 'a phone number that was left out',
  FractionalQuantity: 'a line of a fractional quantity, sent as one unit at the line’s price',
  RefundCapped: 'a refund that was cut or left out, because the refunds of its order exceed its total',
  RefundWithoutLines: 'a refund without lines, sent with one item that stands for them',
  RefundLinesMissed: 'a refund whose lines its shop’s API did not give, sent without them, by reason',
  RecordReceived: 'a queue record handed to the drain',
  EventSent: 'an event that Dfinery accepted',
  EventDuplicate:
    'a record whose event was sent before, or shares its batch with an equal one that is settled',
  EventSuperseded: 'a record of another version of an order than the one that was sent',
  ProfileSent: 'a record with something new of a customer, which Dfinery accepted',
  ProfileUnchanged:
    'a record that says of a customer what Dfinery knows already, or shares its batch with an equal one that is settled',
  ProfileOutdated: 'a record with nothing new of a customer, and something that a newer one replaced',
  EventErased: 'a record dropped because its customer, its order or its shop was erased',
  EventDead: 'an event or a profile put into the dead-letter queue, by cause',
  EventKept: 'a record that stays queued, by reason',
  EventUncertain: 'an event whose request got no readable answer; it is sent again under the same id',
  FetchReceived: 'a queue record handed to the fetching function',
  FetchDone: 'something that was fetched, and whose events are all in the queue',
  FetchIgnored: 'something fetched that is of no interest, by reason',
  FetchParked: 'a fetched order that could not be read, put aside whole',
  FetchDuplicate: 'a record that names the same as another one of its batch',
  FetchErased: 'something to be fetched that was dropped because its customer or its shop was erased',
  FetchDead: 'something to be fetched put into its dead-letter queue, by cause',
  FetchKept: 'something to be fetched that stays queued, by reason',
  OldestFetchAge: 'milliseconds since the oldest record to be fetched of a batch was queued',
  ShopRequest: 'a request to a shop’s API, by outcome',
  TokenRefresh: 'a refresh of a connection’s API tokens, by outcome',
  ErasureReceived: 'a queue record handed to the erasing function',
  ErasureDone: 'an erasure that was carried out as far as it can be',
  ErasureIncomplete: 'an erasure of which Dfinery’s part is a person’s to do, by reason',
  DataRequested: 'a customer’s wish to know what is held, which a person has to answer',
  ErasureDuplicate: 'a privacy request that is already being carried out, or was within a day',
  ErasureDead: 'a privacy request put into its dead-letter queue, by cause',
  ErasureKept: 'a privacy request that stays queued, by reason',
  OldestErasureAge: 'milliseconds since the oldest privacy request of a batch was queued',
  ParkedErased: 'a parked delivery that was deleted by an erasure',
  OldestEventAge: 'milliseconds since the oldest record of a batch was queued',
  LedgerMarkFailed: 'an event that was sent, and the ledger could not be told',
  VisibilityFailed:
    'a record that comes back after the queue’s own time-out, because its back-off was not taken',
  ServicePaused: 'a pause of a Dfinery service was begun or renewed, by reason',
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
  /** Writes a duration. */
  measure(metric: MetricName, milliseconds: number): void;
}
