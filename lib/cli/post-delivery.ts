import * as v from 'valibot';
import { type ExitCode, exitCodes } from './exit-codes.ts';

/** Longer than the slowest platform waits. */
const ANSWER_TIMEOUT_MS = 30_000;

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Posts a signed delivery. Returns the answer, or why there is none. */
export async function postDelivery(
  to: URL,
  { headers, rawBody }: { readonly headers: Record<string, string>; readonly rawBody: Buffer },
): Promise<Answer | Error> {
  try {
    const response = await fetch(to, {
      method: 'POST',
      headers,
      body: new Uint8Array(rawBody),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    // The error is only `fetch failed`; its cause names the address.
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return cause instanceof Error ? cause : new Error(String(cause));
  }
}

const OutcomeSchema = v.pipe(v.string(), v.parseJson(), v.object({ status: v.string() }));

/** Returns what the receiver says it did; `undefined` if something else answered. */
export function outcomeOf({ body }: Answer): string | undefined {
  const result = v.safeParse(OutcomeSchema, body);
  return result.success ? result.output.status : undefined;
}

const exitCodeByOutcome: Readonly<Record<string, ExitCode>> = {
  ignored: exitCodes.ignored,
  parked: exitCodes.invalidInput,
};

/** Returns the exit code of an answer. */
export function exitCodeOf(status: number, outcome: string | undefined): ExitCode {
  if (status >= 200 && status < 300) return exitCodeByOutcome[outcome ?? ''] ?? exitCodes.done;
  return status >= 500 ? exitCodes.unreachable : exitCodes.refused;
}
