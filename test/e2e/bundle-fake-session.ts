import { build } from 'esbuild';
import { inkPlugins } from '../../scripts/ink-plugins.ts';

/**
 * Bundles the guided session on the fake workbench into one file, with React's production code as users get it: it
 * starts in a third of the time.
 */
export const bundleFakeSession = async (root: string, outfile: string): Promise<void> => {
	await build({
		absWorkingDir: root,
		entryPoints: ['test/e2e/fake-session.tsx'],
		outfile,
		bundle: true,
		platform: 'node',
		target: 'node20.19',
		format: 'esm',
		jsx: 'automatic',
		plugins: [...inkPlugins],
		define: { 'process.env.NODE_ENV': '"production"' },
		banner: {
			js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
		},
		logLevel: 'warning',
	});
};
