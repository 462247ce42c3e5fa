import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['lib/**/*.test.ts', 'infra/**/*.test.ts', 'test/**/*.test.ts'],
    coverage: { include: ['lib/**', 'functions/**'], exclude: ['**/*.test.ts', '**/__fixtures__/**'] },
    reporters: process.env['CI'] ? ['default', ['json', { outputFile: 'coverage/tests.json' }]] : ['default'],
  },
});
