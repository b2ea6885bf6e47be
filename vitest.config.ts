import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{unit,property}/**/*.test.ts'],
          // A property takes a second, and on a machine that is busy with browsers many times that.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/{browser,differential}/**/*.test.ts'],
          // Two browsers on a small machine: one file at a time, and time for a browser to start.
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
