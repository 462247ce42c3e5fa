import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

export default defineConfig(
  globalIgnores(['dist', '.serverless', 'coverage', 'docs']),
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: ['eslint.config.js', 'bin/adapter.js'],
        },
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-restricted-types': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Read the environment in lib/runtime/config.ts only.',
        },
      ],
    },
  },
  // The command line, the local stack and the test harness talk to a terminal and start processes.
  {
    files: ['bin/**', 'lib/cli/**', 'infra/**', 'test/**', '**/*.test.ts', '*.config.ts'],
    rules: { 'no-console': 'off', 'no-restricted-properties': 'off' },
  },
  { files: ['lib/runtime/config.ts'], rules: { 'no-restricted-properties': 'off' } },
);
