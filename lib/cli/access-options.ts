import type { OptionTable } from './command-help.ts';

/** Options of every command that works on a running adapter. */
export const ACCESS_OPTIONS = {
  stage: {
    type: 'string',
    value: 'S',
    means: 'the adapter that was deployed as this stage',
    otherwise: 'ADAPTER_STAGE',
  },
  region: {
    type: 'string',
    value: 'R',
    means: 'the region of its stack',
    otherwise: 'AWS_REGION, AWS_DEFAULT_REGION, that of the AWS profile, ap-northeast-2',
  },
  local: { type: 'boolean', means: 'the adapter of npm start in this folder' },
} as const satisfies OptionTable;
