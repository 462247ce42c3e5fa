import * as v from 'valibot';
import { IdentitySchema, PurchaseEventSchema } from '../dfinery/event.ts';
import { MessageError } from '../errors.ts';
import { toIssues } from '../issues.ts';

/** The version this adapter writes. The drain reads it and the one before. */
export const MESSAGE_VERSION = 1;

const Text = v.pipe(v.string(), v.nonEmpty());
const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const MessageSchema = v.object({
  v: v.literal(MESSAGE_VERSION),
  connection: Text,
  serviceId: Text,
  source: Text,
  shop: Text,
  kind: v.literal('purchase'),
  orderId: Text,
  /** Parts of one order count from 1. Most orders have one. */
  part: Count,
  parts: Count,
  /** The whole order's total as decimal text, not the part's. */
  total: Text,
  deliveryId: Text,
  receivedAt: v.pipe(v.string(), v.isoTimestamp()),
  traceId: Text,
  identity: IdentitySchema,
  event: PurchaseEventSchema,
});

/** One event, ready to send, with what is needed to trace it. One message of the `events` queue holds one. */
export type Message = v.InferOutput<typeof MessageSchema>;

const VersionSchema = v.object({ v: v.pipe(v.number(), v.integer()) });

/** All that SQS does not take as it is: control characters, lone surrogates, U+FFFE and U+FFFF; and every astral one. */
const NOT_PLAIN = /[^\x09\x0A\x0D\x20-\uD7FF\uE000-\uFFFD]/g;

/**
 * Returns the message as JSON in which every character outside SQS's allowed set is a `\u` escape, so that emoji and
 * odd bytes in product names survive the queue.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html (read 2026-11-24)
 */
export function encodeMessage(message: Message): string {
  return JSON.stringify(message).replace(
    NOT_PLAIN,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Reads the body of a queue message.
 * @throws {MessageError} `message-newer`: a later version of the adapter wrote it; `message-invalid`: anything else.
 */
export function decodeMessage(body: string): Message {
  const json = parse(body);
  const versioned = v.safeParse(VersionSchema, json);
  if (versioned.success && versioned.output.v > MESSAGE_VERSION) {
    throw new MessageError(`Message version ${versioned.output.v} is newer than ${MESSAGE_VERSION}`, {
      code: 'message-newer',
    });
  }

  const result = v.safeParse(MessageSchema, json);
  if (result.success) return result.output;
  const detail = toIssues(result.issues).map((issue) => `${issue.path}: ${issue.message}`);
  throw new MessageError(`Not a message of this adapter: ${detail.join('; ')}`, { code: 'message-invalid' });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The parser's own message quotes the text, which may hold personal data, so it is not kept as the cause.
    throw new MessageError('The message is not JSON', { code: 'message-invalid' });
  }
}
