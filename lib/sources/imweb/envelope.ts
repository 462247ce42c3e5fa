import * as v from 'valibot';
import { parsePayload } from '../../model/parse-payload.ts';

/** Envelopes hold an object, or a list of one: the reference shows both. */
const EnvelopeSchema = v.object({
  data: v.union([
    v.pipe(
      v.strictTuple([v.looseObject({})]),
      v.transform(([only]) => only),
    ),
    v.looseObject({}),
  ]),
});

/** Returns what an answer of the API holds. @throws {PayloadError} it holds nothing. */
export function unwrap(body: unknown): object {
  return parsePayload(EnvelopeSchema, body).data;
}

const FaultSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    statusCode: v.optional(v.pipe(v.number(), v.integer(), v.minValue(400), v.maxValue(599))),
    error: v.looseObject({
      errorCode: v.fallback(
        v.nullish(v.pipe(v.union([v.number(), v.string()]), v.transform(Number))),
        undefined,
      ),
    }),
  }),
);

/** The HTTP status that each of Imweb's codes stands for, where theirs may be another. */
const STATUS_OF: ReadonlyMap<number, number> = new Map([
  // The token is invalid; too old.
  [30_101, 401],
  [30_102, 401],
  // The permission is missing; the site is not connected to the app.
  [30_103, 403],
  [30_132, 403],
  // Too many requests.
  [30_086, 429],
]);

/**
 * Returns the HTTP status that an answer stands for. The codes of faults are documented; with which status each comes is
 * not, and an envelope may name another one than the header does. Never throws.
 * @see https://developers-docs.imweb.me/reference (version 1.0, copy of 2026-07, read 2026-11-29)
 */
export function statusOf({ status, body }: { readonly status: number; readonly body: string }): number {
  // An answer with an order is large, and not read twice.
  if (status === 200 && !body.includes('"error"')) return status;
  const { success, output } = v.safeParse(FaultSchema, body);
  if (!success) return status;
  const named = output.error.errorCode == null ? undefined : STATUS_OF.get(output.error.errorCode);
  return named ?? (status === 200 ? (output.statusCode ?? status) : status);
}
