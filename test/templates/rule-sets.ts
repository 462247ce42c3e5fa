import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackagedService } from '../support/harness/packaged-service.ts';
import { resolveConditions } from './conditions.ts';
import type { Finding } from './finding.ts';
import { guardFindings } from './guard-findings.ts';
import { ownFindings } from './own-findings.ts';
import { validatorFindings } from './validator-findings.ts';

/** The findings of one template, by the set of rules that has them. */
export type FindingsByRuleSet = Readonly<Record<RuleSet, readonly Finding[]>>;

export type RuleSet = 'AWS’s validator' | 'AWS Control Tower' | 'our own';

/**
 * Returns what each set of rules finds in each template. The sets of others look at templates as CloudFormation deploys them,
 * which are written beside the packages; our own rules look at conditions, too.
 */
export async function checkTemplates(
  services: readonly Pick<PackagedService, 'folder' | 'template'>[],
): Promise<FindingsByRuleSet[]> {
  const files = await Promise.all(
    services.map(async ({ folder, template }) => {
      const { Resources, Outputs } = resolveConditions(template);
      const file = join(folder, 'resolved-template.json');
      await writeFile(file, JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources, Outputs }));
      return file;
    }),
  );
  const guarded = await guardFindings(files);
  return services.map(({ template }, index) => ({
    'AWS’s validator': validatorFindings(files[index] ?? ''),
    'AWS Control Tower': guarded[index] ?? [],
    'our own': ownFindings(template),
  }));
}
