import * as v from 'valibot';
import { MessageError } from '../model/errors.ts';
import { toIssues } from '../model/issues.ts';

const VersionSchema = v.object({ v: v.pipe(v.number(), v.integer()) });

/** Characters that SQS refuses (control characters, lone surrogates, U+FFFE, U+FFFF), and all astral ones. */
const NOT_PLAIN = /[^\x09\x0A\x0D\x20-\uD7FF\uE000-\uFFFD]/g;

/**
 * Returns JSON with a `\u` escape for every character that SQS does not
 * allow, so that emoji and odd bytes in product names survive the queue.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html (read 2026-11-24)
 */
export function encodeBody(message: object): string {
  return JSON.stringify(message).replace(
    NOT_PLAIN,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Reads the body of a queue message. Its field `v` is the version; `schema` reads this version and those before.
 * @throws {MessageError} `message-newer`: a later version of the adapter wrote it; `message-invalid`: anything else.
 */
export function decodeBody<Schema extends v.GenericSchema>(
  body: string,
  { schema, version }: { readonly schema: Schema; readonly version: number },
): v.InferOutput<Schema> {
  const json = parse(body);
  const versioned = v.safeParse(VersionSchema, json);
  if (versioned.success && versioned.output.v > version) {
    throw new MessageError(`Message version ${versioned.output.v} is newer than ${version}`, {
      code: 'message-newer',
    });
  }

  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  const detail = toIssues(result.issues).map((issue) => `${issue.path}: ${issue.message}`);
  throw new MessageError(`Not a message of this adapter: ${detail.join('; ')}`, { code: 'message-invalid' });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The parser's message quotes the text, which may hold personal data, so it is not kept as the cause.
    throw new MessageError('The message is not JSON', { code: 'message-invalid' });
  }
}
