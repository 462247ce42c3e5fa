import { sources } from '../../../sources/all-sources.ts';
import type { Source } from '../../../sources/source.ts';
import { triggerCases } from '../../trigger/trigger-cases.ts';
import { VERSION } from '../../version.ts';
import type { About, AboutSource } from '../console-api.ts';
import type { ConsoleSettings } from './console-settings.ts';

/** Returns what the page has to know of the adapter before it asks anything. */
export function aboutAdapter({ accessWords, stage, local, feed }: ConsoleSettings): About {
  return {
    version: VERSION,
    mode: local === undefined ? 'stage' : 'local',
    stage,
    accessWords,
    sources: Object.values<Source>(sources).map(aboutSource),
    webhooksUrl: local?.webhooksUrl,
    hasStandIn: feed?.standIn() !== undefined,
  };
}

function aboutSource({ id, name, topics }: Source): AboutSource {
  const { cases = {} } = triggerCases[id] ?? {};
  return {
    id,
    name,
    topics: Object.keys(topics),
    cases: Object.entries(cases).map(([caseName, { means }]) => ({ name: caseName, means })),
  };
}
