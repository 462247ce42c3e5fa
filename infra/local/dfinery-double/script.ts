import * as v from 'valibot';
import type { Issue } from '../../../lib/model/errors.ts';
import { toIssues } from '../../../lib/model/issues.ts';
import { CALLS } from './call-counts.ts';

const Milliseconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(600_000));

/** Options of every step. */
const shared = {
  /** How long to wait before the step is played. */
  delayMs: v.optional(Milliseconds, 0),
  /** True: the request is checked and stored, as when only the answer is lost. */
  stored: v.optional(v.boolean(), false),
  /** Played on the next request of this call only. Default: on the next request of any call. */
  call: v.optional(v.picklist(CALLS)),
};

export const FAULTS = [
  'timeout',
  'reset',
  'slow-body',
  'half-body',
  'not-json',
  'empty',
  'redirect',
] as const;

const stepSchemas = {
  /** Answer as usual, so later steps meet later requests. */
  pass: v.strictObject({ ...shared, pass: v.literal(true) }),
  /** HTTP 200 with this detailed code, as documented for every failure. */
  code: v.strictObject({ ...shared, code: v.pipe(v.union([v.string(), v.number()]), v.transform(String)) }),
  /** Any HTTP answer. A body that is not text is sent as JSON. */
  status: v.strictObject({
    ...shared,
    status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
    body: v.optional(v.unknown()),
    headers: v.optional(v.record(v.string(), v.string()), {}),
  }),
  /** Quota used up. The documents disagree on everything about it, so a step can choose everything. */
  rateLimit: v.strictObject({
    ...shared,
    rateLimit: v.strictObject({
      as: v.optional(v.picklist(['http', 'code']), 'http'),
      headers: v.optional(v.picklist(['X-Rate-Limit', 'x-ratelimit', 'none']), 'X-Rate-Limit'),
      unit: v.optional(v.picklist(['s', 'ms']), 's'),
      resetInMs: v.optional(Milliseconds, 1_000),
    }),
  }),
  fault: v.strictObject({ ...shared, fault: v.picklist(FAULTS) }),
};

type StepKind = keyof typeof stepSchemas;

/** One thing to happen to one request of the Import API. */
export type Step = { [Kind in StepKind]: v.InferOutput<(typeof stepSchemas)[Kind]> }[StepKind];

/** A step as it is written: fields with a default may be left out. */
export type StepInput = { [Kind in StepKind]: v.InferInput<(typeof stepSchemas)[Kind]> }[StepKind];

export type ScriptReading =
  | { readonly valid: true; readonly steps: readonly Step[] }
  | { readonly valid: false; readonly issues: readonly Issue[] };

/** Reads a JSON list of steps. Each has exactly one of `pass`, `code`, `status`, `rateLimit` and `fault`. */
export function readScript(text: string): ScriptReading {
  const list = v.safeParse(v.array(v.record(v.string(), v.unknown())), parse(text));
  if (!list.success) return { valid: false, issues: toIssues(list.issues, { namesFields: true }) };
  const readings = list.output.map(readStep);
  const issues = readings.flatMap((reading) => ('issues' in reading ? reading.issues : []));
  if (issues.length > 0) return { valid: false, issues };
  return { valid: true, steps: readings.flatMap((reading) => ('step' in reading ? [reading.step] : [])) };
}

export type StepReading =
  | { readonly valid: true; readonly step: Step | undefined }
  | { readonly valid: false; readonly issues: readonly Issue[] };

/** Reads one step as JSON. `null` is none. */
export function readStandingStep(text: string): StepReading {
  if (text.trim() === 'null') return { valid: true, step: undefined };
  const reading = readScript(`[${text}]`);
  if (!reading.valid) return reading;
  const [step, ...others] = reading.steps;
  if (step !== undefined && others.length === 0) return { valid: true, step };
  return { valid: false, issues: [{ path: '', message: 'expected one step' }] };
}

function readStep(
  entry: Record<string, unknown>,
  index: number,
): { readonly step: Step } | { readonly issues: readonly Issue[] } {
  const kinds = Object.keys(stepSchemas).filter((kind): kind is StepKind => kind in entry);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    const message = `expected exactly one of ${Object.keys(stepSchemas).join(', ')}`;
    return { issues: [{ path: String(index), message }] };
  }
  const result = v.safeParse(stepSchemas[kind], entry);
  if (result.success) return { step: result.output };
  return {
    issues: toIssues(result.issues, { namesFields: true }).map(({ path, message }) => ({
      path: `${index}.${path}`,
      message,
    })),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
