import { CelEngine, TemplateFile } from '@aws/cloudformation-validate';
import type { Finding } from './finding.ts';

/** Returns what AWS's own validator says of a template's file, warnings too. */
export function validatorFindings(file: string): Finding[] {
  const engine = new CelEngine();
  const { diagnostics } = engine.validateStandard(new TemplateFile(file), { severityLevel: 'WARN' });
  engine.free();
  return diagnostics.map(({ ruleId, entity, message }) => ({
    rule: ruleId,
    part: entity?.logicalId ?? 'the template',
    message,
  }));
}
