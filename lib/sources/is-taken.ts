import type { MappingSettings } from '../model/connection.ts';
import type { Topic } from './source.ts';

interface Named {
  readonly name: string;
  readonly settings: Pick<MappingSettings, 'profiles' | 'carts' | 'erasures'>;
}

/** Returns whether a connection takes a topic. Orders always; some topics only if its settings ask for them. */
export function isTaken(topic: Topic, { name, settings }: Named): boolean {
  switch (topic.about) {
    case 'customers':
      return settings.profiles === 'send';
    case 'carts':
      return settings.carts === 'send';
    case 'privacy':
      return topic.optIn !== true || settings.erasures?.includes(name) === true;
    case 'order':
    case 'nothing':
      return true;
  }
}
