import * as v from 'valibot';

const ResponseSchema = v.pipe(
  v.unknown(),
  // The schema library accepts a list as an object.
  v.check((response) => !Array.isArray(response)),
  v.nullable(v.object({ batchItemFailures: v.nullish(v.array(v.object({ itemIdentifier: v.string() }))) })),
);

/**
 * Returns the messages of a batch that failed, by the rules of an event source mapping with `ReportBatchItemFailures`.
 * `body` is the function's answer as JSON text. Nothing failed if the answer is empty or null, or if its list of
 * failures is absent, null or empty; so a handler must never return nothing by mistake. Everything failed if the answer
 * is not JSON or has another shape, or if an identifier is empty, null, under another key, or not of this batch. The
 * page does not mention JSON that is not an object; it counts as another shape here.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html (read 2026-11-24)
 */
export function failedIds(body: string, messageIds: readonly string[]): readonly string[] {
  if (body.trim() === '') return [];
  const response = v.safeParse(ResponseSchema, parse(body));
  if (!response.success) return messageIds;

  const reported = (response.output?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  const isKnown = new Set(messageIds);
  return reported.every((id) => isKnown.has(id)) ? reported : messageIds;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
