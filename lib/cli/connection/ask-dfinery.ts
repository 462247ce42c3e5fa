import { classifyAnswer, type RequestOutcome } from '../../dfinery/classify-answer.ts';
import { createDfineryClient } from '../../dfinery/client.ts';
import type { DfineryConnection } from '../../model/connection.ts';
import { readDfineryOrigin } from '../../runtime/config.ts';
import type { Terminal } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

export interface DfineryVerdict {
  readonly outcome: 'usable' | 'wrong' | 'unknown';
  /** Dfinery's code, an HTTP status or a network fault. */
  readonly code: string;
  readonly meaning: string;
  readonly exitCode: ExitCode;
}

/** What the answer to a request without events says. Dfinery checks service id and token before the events. */
const verdicts: Readonly<Record<RequestOutcome, Omit<DfineryVerdict, 'code' | 'meaning'>>> = {
  accepted: { outcome: 'usable', exitCode: exitCodes.done },
  refused: { outcome: 'usable', exitCode: exitCodes.done },
  'too-large': { outcome: 'usable', exitCode: exitCodes.done },
  misconfigured: { outcome: 'wrong', exitCode: exitCodes.refused },
  throttled: { outcome: 'unknown', exitCode: exitCodes.unreachable },
  unavailable: { outcome: 'unknown', exitCode: exitCodes.unreachable },
};

/** @see https://docs.dfinery.ai/api-guide/api/import-api/response (read 2026-11-23) */
const meanings: Readonly<Record<string, string>> = {
  40101: 'Dfinery has no service with this id. The console shows the id in the settings of the service.',
  40201: 'The token belongs to another service, or was replaced more than two weeks ago.',
  'http-401': 'The token was not accepted.',
  'http-403': 'The token was not accepted.',
};

const meaningByOutcome: Readonly<Record<DfineryVerdict['outcome'], string>> = {
  usable: 'Service id and token are right. Nothing was stored.',
  wrong: 'Service id and token do not match.',
  unknown:
    'Dfinery gave no answer to this. Try again later; if that fails, check that this machine reaches it.',
};

/**
 * Asks Dfinery whether service id and token are right, with an empty list of events, so that nothing is stored.
 * `DFINERY_BASE_URL` of the environment says where. @throws {ConfigError} it is not an origin.
 */
export async function askDfinery(
  connection: DfineryConnection,
  environment: Terminal['environment'],
): Promise<DfineryVerdict> {
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
