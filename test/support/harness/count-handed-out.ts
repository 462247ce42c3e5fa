import type { SQSEvent } from 'aws-lambda';
import type { Invoke } from '../../../infra/local/aws/invoke.ts';

/** What an event source has handed to a function so far. */
export interface HandedOut {
  /** Each time that a message was handed out. */
  readonly records: () => number;
  /** Each message once. SQS may hand one out again after it was settled, so settled records may be more than these. */
  readonly messages: () => number;
}

/** Counts what a function is handed from now on. */
export function countHandedOut(invoke: Invoke<SQSEvent>): HandedOut & { readonly invoke: Invoke<SQSEvent> } {
  const messages = new Set<string>();
  let records = 0;
  return {
    records: () => records,
    messages: () => messages.size,
    invoke: (event) => {
      records += event.Records.length;
      for (const { messageId } of event.Records) messages.add(messageId);
      return invoke(event);
    },
  };
}
