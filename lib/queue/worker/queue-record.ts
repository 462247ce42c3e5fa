/** The fields of an SQS record that the workers use. */
export interface QueueRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: {
    readonly ApproximateReceiveCount: string;
    /** Milliseconds since 1970. */
    readonly SentTimestamp: string;
  };
}
