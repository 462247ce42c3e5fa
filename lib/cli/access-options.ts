import type { Option, OptionTable } from './command-help.ts';

/** The option of a command that works on one connection. */
export const CONNECTION_OPTION = {
  type: 'string',
  value: 'C',
  means: 'the connection of the shop',
  needed: true,
} as const satisfies Option;

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
