import { rm } from 'node:fs/promises';
import { readScriptOptions, runScript } from '../../infra/script-options.ts';
import { type PackagedService, packageWith } from '../support/harness/packaged-service.ts';
import { acceptedFindings } from './accepted-findings.ts';
import { judgeFindings } from './judge-findings.ts';
import { type ParameterSet, parameterSets } from './parameter-sets.ts';
import { checkTemplates, type RuleSet } from './rule-sets.ts';
import { untried } from './untried.ts';

const script = {
  name: 'templates',
  does: 'Packages the stack with several sets of parameters and checks each template by three sets of rules. Exit code 1 if one finds a fault.',
  options: {},
} as const;

/**
 * `npm run templates`: prints a line for each set of parameters, then for each set of rules what was found, what of it is
 * accepted, and what is a fault.
 */
async function main(): Promise<void> {
  readScriptOptions(script);
  const services: PackagedService[] = [];
  try {
    for (const set of parameterSets) {
      services.push(await packageSet(set));
      console.log(`packaged: ${set.name}`);
    }
    if (!(await areRight(services))) process.exitCode = 1;
  } finally {
    await Promise.all(services.map(({ folder }) => rm(folder, { recursive: true })));
  }
}

function packageSet({ stage, region, parameters }: ParameterSet): Promise<PackagedService> {
  const options = Object.entries(parameters).map(([name, value]) => `--param=${name}=${value}`);
  return packageWith([`--stage=${stage}`, `--region=${region}`, ...options]);
}

async function areRight(services: readonly PackagedService[]): Promise<boolean> {
  const missing = untried(services.map(({ template }) => template));
  for (const branch of missing) console.log(`NOT TRIED by test/templates/parameter-sets.ts: ${branch}`);
  const findings = await checkTemplates(services);
  const ruleSets = Object.keys(acceptedFindings) as RuleSet[];
  const judged = ruleSets.map((ruleSet) => {
    const found = findings.flatMap((byRuleSet, index) =>
      byRuleSet[ruleSet].map((finding) => ({ ...finding, set: parameterSets[index]?.name })),
    );
    const { faults, gone } = judgeFindings(found, acceptedFindings[ruleSet]);
    console.log(`${ruleSet}: ${found.length} findings, ${found.length - faults.length} of them accepted`);
    for (const { set, rule, part, message } of faults) {
      console.log(`  FAULT with ${set}: ${rule}: ${part}: ${message}`);
    }
    for (const acceptance of gone) console.log(`  NOT FOUND any more, though accepted: ${acceptance}`);
    return faults.length + gone.length === 0;
  });
  return missing.length === 0 && judged.every(Boolean);
}

await runScript(script.name, main);
