import { readDfineryOrigin } from '../config.ts';
import type { DfineryConnection } from '../connection.ts';
import { classifyAnswer, type RequestOutcome } from '../dfinery/classify-answer.ts';
import { createDfineryClient } from '../dfinery/client.ts';
import type { Terminal } from './command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

export interface Verdict {
  readonly outcome: 'usable' | 'wrong' | 'unknown';
  /** Dfinery's code, an HTTP status or a network fault. */
  readonly code: string;
  readonly meaning: string;
  readonly exitCode: ExitCode;
}

/** What an answer to nothing at all says about service id and token. They are looked at before the events are. */
const verdicts: Readonly<Record<RequestOutcome, Omit<Verdict, 'code' | 'meaning'>>> = {
  accepted: { outcome: 'usable', exitCode: exitCodes.done },
  refused: { outcome: 'usable', exitCode: exitCodes.done },
  'too-large': { outcome: 'usable', exitCode: exitCodes.done },
  misconfigured: { outcome: 'wrong', exitCode: exitCodes.refused },
  throttled: { outcome: 'unknown', exitCode: exitCodes.unreachable },
  unavailable: { outcome: 'unknown', exitCode: exitCodes.unreachable },
};

/** @see https://docs.dfinery.ai/api-guide/api/import-api/response (read 2026-11-23) */
const meanings: Readonly<Record<string, string>> = {
  40101: 'Dfinery knows no service of this id. It stands in the console under the service’s settings.',
  40201: 'The token is not one of this service, or it was replaced more than two weeks ago.',
  'http-401': 'The token was not accepted.',
  'http-403': 'The token was not accepted.',
};

const meaningByOutcome: Readonly<Record<Verdict['outcome'], string>> = {
  usable: 'Service id and token are right. Nothing was stored.',
  wrong: 'Service id and token do not fit.',
  unknown: 'Dfinery could not say. Try again later; if it lasts, look whether this machine reaches it.',
};

/**
 * Asks Dfinery whether service id and token fit, with an empty list of events, of which nothing can be stored.
 * `DFINERY_BASE_URL` of the environment says where. @throws {ConfigError} that is no origin.
 */
export async function askDfinery(
  connection: DfineryConnection,
  environment: Terminal['environment'],
): Promise<Verdict> {
  const client = createDfineryClient({ origin: readDfineryOrigin(environment), maxSockets: 1 });
  try {
    const body = JSON.stringify({ common: { identity: { external_id: 'connection-check' } }, events: [] });
    const { outcome, reason } = classifyAnswer(await client.post('events', { ...connection, body }));
    const verdict = verdicts[outcome];
    return { ...verdict, code: reason, meaning: meanings[reason] ?? meaningByOutcome[verdict.outcome] };
  } finally {
    client.close();
  }
}
