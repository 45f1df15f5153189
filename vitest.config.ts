import { defineConfig } from 'vitest/config';

const slow = ['test/git/**/*.test.ts', 'test/e2e/**/*.test.ts', 'test/layers.test.ts'];

export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: 'unit',
					include: ['test/**/*.test.{ts,tsx}'],
					exclude: slow,
					// Some start children, and a busy machine is slow at that.
					testTimeout: 30_000,
					sequence: { groupOrder: 0 },
				},
			},
			{
				test: {
					name: 'git',
					include: ['test/git/**/*.test.ts', 'test/layers.test.ts'],
					testTimeout: 60_000,
					hookTimeout: 60_000,
					maxWorkers: 2,
					sequence: { groupOrder: 1 },
				},
			},
			{
				test: {
					name: 'e2e',
					include: ['test/e2e/**/*.test.ts'],
					globalSetup: ['test/e2e/build.ts'],
					testTimeout: 60_000,
					hookTimeout: 60_000,
					maxWorkers: 2,
					sequence: { groupOrder: 2 },
				},
			},
		],
		coverage: {
			provider: 'v8',
			// What is pure can be tested without the outside, so it is.
			include: [
				'source/core/**',
				'source/config/**',
				'source/edit/**',
				'source/practices/**',
				'source/report/**',
				'source/session/**',
				'fixers/**',
			],
			reporter: ['text-summary', 'json-summary'],
			thresholds: { lines: 90, statements: 90, functions: 90 },
		},
	},
});
