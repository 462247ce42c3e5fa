import type { AnyMessage } from '../queue/message.ts';
import type { LogFields, Telemetry } from '../runtime/telemetry.ts';
import type { EventFate, Fates } from './event-fate.ts';

interface Carrier {
  readonly message: AnyMessage;
}

/** The contents that go on to the next step, and the fates of the others. */
export interface Sifted<Content> {
  readonly remaining: readonly Content[];
  readonly fates: Fates;
}

/** Returns one fate for several messages. */
export function sameFate(carriers: readonly Carrier[], fate: EventFate): Fates {
  return new Map(carriers.map(({ message }) => [message, fate]));
}

/** Returns the fates of several steps as one. Only one step gives a message its fate. */
export function mergeFates(some: readonly Fates[]): Fates {
  return new Map(some.flatMap((fates) => [...fates]));
}

/** Divides the contents of a step. `fateOf` returns the fate of those that end here, and `undefined` for the others. */
export function sift<Content extends Carrier>(
  contents: readonly Content[],
  fateOf: (content: Content, index: number) => EventFate | undefined,
): Sifted<Content> {
  const fates = new Map<AnyMessage, EventFate>();
  const remaining = contents.filter((content, index) => {
    const fate = fateOf(content, index);
    if (fate !== undefined) fates.set(content.message, fate);
    return fate === undefined;
  });
  return { remaining, fates };
}

/** Does one unit of work. A bug of ours affects only this unit: its messages get no fate, and stay queued. */
export async function contain(
  telemetry: Telemetry,
  { text, fields }: { readonly text: string; readonly fields: LogFields },
  work: () => Promise<Fates>,
): Promise<Fates> {
  try {
    return await work();
  } catch (cause) {
    telemetry.error(text, fields, cause);
    return new Map();
  }
}
