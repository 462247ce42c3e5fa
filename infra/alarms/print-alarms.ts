import { type Alarm, toResource } from './alarm.ts';
import { essential, failureFilters } from './essential.ts';
import { full } from './full.ts';

const resourcesOf = (alarms: Readonly<Record<string, Alarm>>) =>
  Object.fromEntries(Object.entries(alarms).map(([name, alarm]) => [`${name}Alarm`, toResource(alarm)]));

/** Prints the resources of either value of the parameter `alarms`, for `serverless.yml`. */
console.log(
  JSON.stringify({
    essential: { Resources: { ...resourcesOf(essential), ...failureFilters() } },
    full: { Resources: resourcesOf(full) },
  }),
);
