import { type Alarm, toResource } from './alarm.ts';
import { essential, failureFilters } from './essential.ts';
import { full } from './full.ts';

const resourcesOf = (alarms: Readonly<Record<string, Alarm>>) =>
  Object.fromEntries(Object.entries(alarms).map(([name, alarm]) => [`${name}Alarm`, toResource(alarm)]));

/** What `infra/deployment-options.cjs` reads. CloudFormation takes five at most. */
const outputsOf = (alarms: Readonly<Record<string, Alarm>>) => {
  const names = Object.keys(alarms).filter((name) => alarms[name]?.endsUpdate);
  const arns = names.map((name) => ({ 'Fn::GetAtt': [`${name}Alarm`, 'Arn'] }));
  return { AlarmsOfUpdates: { Value: { 'Fn::Join': [',', arns] } } };
};

/** Prints the alarms of either value of the parameter `alarms`, for `serverless.yml`. */
console.log(
  JSON.stringify({
    essential: {
      Resources: { ...resourcesOf(essential), ...failureFilters() },
      Outputs: outputsOf(essential),
    },
    full: { Resources: resourcesOf(full), Outputs: outputsOf(full) },
  }),
);
