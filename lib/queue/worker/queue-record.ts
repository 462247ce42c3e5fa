/** What is used of an SQS record. */
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
