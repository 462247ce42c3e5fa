import type { Template } from '../support/harness/packaged-service.ts';
import { templateRules } from '../support/reading/template-rules.ts';
import type { Finding } from './finding.ts';

/** Returns what the project's own rules say of a packaged template. */
export function ownFindings(template: Template): Finding[] {
  return Object.entries(templateRules).flatMap(([rule, violationsOf]) =>
    violationsOf(template).map((violation) => ({ rule, part: violation, message: violation })),
  );
}
