import type { Acceptance, Finding } from './finding.ts';

export interface Judgement<Found extends Finding> {
  /** Nobody has accepted them. */
  readonly faults: readonly Found[];
  /** What is accepted and was not found, as `rule: part`. */
  readonly gone: readonly string[];
}

/** Compares the findings of all templates with those that are accepted. */
export function judgeFindings<Found extends Finding>(
  findings: readonly Found[],
  accepted: readonly Acceptance[],
): Judgement<Found> {
  const parts = accepted.flatMap(({ rule, of }) => of.map((part) => ({ rule, part })));
  const fits = (finding: Finding, { rule, part }: (typeof parts)[number]) =>
    finding.rule === rule && (typeof part === 'string' ? finding.part === part : part.test(finding.part));
  return {
    faults: findings.filter((finding) => !parts.some((part) => fits(finding, part))),
    gone: parts
      .filter((part) => !findings.some((finding) => fits(finding, part)))
      .map(({ rule, part }) => `${rule}: ${String(part)}`),
  };
}
