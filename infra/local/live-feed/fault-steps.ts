import type { Fault } from '../../../lib/cli/console/console-api.ts';
import type { Step, StepInput } from '../dfinery-double/script.ts';

/** Until a quota starts anew. Long enough to see the pause, short enough to see its end. */
const QUOTA_RESET_MS = 5_000;

/** The step that plays each fault. */
export const stepOfFault: Readonly<Record<Fault, StepInput | undefined>> = {
  none: undefined,
  refuse: { code: '40001' },
  quota: { rateLimit: { as: 'http', resetInMs: QUOTA_RESET_MS } },
  error: { code: '50000' },
  timeout: { fault: 'timeout' },
  reset: { fault: 'reset' },
  'not-json': { fault: 'not-json' },
};

/** The codes below this mean that the request was at fault. */
const FIRST_CODE_OF_THE_SERVER = 50_000;

/** Returns the fault that a step is, or is most like. */
export function faultOfStep(step: Step | undefined): Fault {
  if (step === undefined || 'pass' in step) return 'none';
  if ('code' in step) return Number(step.code) < FIRST_CODE_OF_THE_SERVER ? 'refuse' : 'error';
  if ('rateLimit' in step) return 'quota';
  return 'status' in step ? 'error' : likeness[step.fault];
}

/** Of the faults below the answer: what the caller sees. */
const likeness = {
  timeout: 'timeout',
  'slow-body': 'timeout',
  reset: 'reset',
  'half-body': 'reset',
  'not-json': 'not-json',
  empty: 'not-json',
  redirect: 'not-json',
} as const;
