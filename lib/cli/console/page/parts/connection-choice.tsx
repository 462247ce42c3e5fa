import { connections } from '../state/page-connections.ts';
import { say } from '../words/language.ts';
import { Choice } from './field.tsx';

interface ConnectionChoiceProps {
  readonly value: string;
  /** Only connections of this source. Default: of all. */
  readonly source?: string;
  /** What an empty choice means. Default: there is none. */
  readonly empty?: string;
  readonly onValue: (value: string) => void;
}

/** A list of the adapter's connections. */
export function ConnectionChoice({ value, source, empty, onValue }: ConnectionChoiceProps) {
  const own = connections.value.filter((one) => source === undefined || one.source === source);
  const known = own.map(({ id }): readonly [string, string] => [id, id]);
  const none: readonly (readonly [string, string])[] =
    empty === undefined && known.length > 0 ? [] : [['', empty ?? say('noConnection')]];
  return <Choice label={say('connection')} value={value} choices={[...none, ...known]} onValue={onValue} />;
}

/** Returns the connection that is chosen if nobody chose: the only one, or the first. */
export function firstConnection(source?: string): string {
  return connections.value.find((one) => source === undefined || one.source === source)?.id ?? '';
}
