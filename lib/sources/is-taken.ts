import type { MappingSettings, OptIn } from '../model/connection.ts';
import type { Topic } from './source.ts';

/** What of a connection says which topics it takes. */
export type TakingSettings = Pick<MappingSettings, OptIn | 'erasures'>;

interface Named {
  readonly name: string;
  readonly settings: TakingSettings;
}

/** Returns whether a connection takes a topic. Orders always; some topics only if its settings ask for them. */
export function isTaken(topic: Topic, { name, settings }: Named): boolean {
  switch (topic.about) {
    case 'customers':
      return settings.profiles === 'send';
    case 'happening':
      return settings[topic.setting] === 'send';
    case 'privacy':
      return topic.optIn !== true || settings.erasures?.includes(name) === true;
    case 'order':
    case 'nothing':
      return true;
  }
}
