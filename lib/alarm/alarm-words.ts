import * as v from 'valibot';

/** What CloudWatch publishes of an alarm. */
const AlarmSchema = v.object({
  AlarmName: v.string(),
  AlarmDescription: v.fallback(v.optional(v.nullable(v.string())), undefined),
  NewStateValue: v.picklist(['ALARM', 'OK', 'INSUFFICIENT_DATA']),
  StateChangeTime: v.fallback(v.optional(v.string()), undefined),
  Region: v.fallback(v.optional(v.string()), undefined),
});

/** An alarm, for a person. */
export interface AlarmWords {
  readonly name: string;
  readonly state: string;
  /** When it changed to that, as CloudWatch writes it. */
  readonly since: string;
  readonly text: string;
}

const SIGNS = { ALARM: '🔴', OK: '🟢', INSUFFICIENT_DATA: '⚪' } as const;

/**
 * Returns the words of a message of the topic of alarms: state, name and the alarm's own text, which says what to type. Anything else
 * that was published there is its own text. Pure; it does not throw.
 */
export function alarmWords({
  subject,
  message,
}: {
  readonly subject: string;
  readonly message: string;
}): AlarmWords {
  const { success, output } = v.safeParse(v.pipe(v.string(), v.parseJson(), AlarmSchema), message);
  if (!success) return { name: subject, state: '', since: '', text: message };
  const {
    AlarmName: name,
    AlarmDescription: description,
    NewStateValue: state,
    StateChangeTime: since = '',
    Region: region,
  } = output;
  const where = region === undefined ? '' : ` (${region})`;
  const head = `${SIGNS[state]} ${state} ${name}${where}`;
  return { name, state, since, text: description ? `${head}\n${description}` : head };
}
