import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Metafile, Plugin } from 'esbuild';
import { inkPlugins } from './ink-plugins.ts';

/** Packages that stay outside of the bundle: native code and WebAssembly. */
export const externals = ['@ast-grep/napi', '@ast-grep/lang-python', '@astral-sh/ruff-wasm-nodejs'] as const;

/** Names this build by what facts and verdicts come from, so that a cache of another build is never read. */
const stampOf = (root: string): string => {
	const hash = createHash('sha256');
	for (const folder of ['source', 'fixers']) {
		const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
		for (const file of files.filter(name => /\.(?:tsx?|json)$/.test(name)).toSorted()) {
			hash.update(file).update(readFileSync(join(root, folder, file)));
		}
	}
	return hash
		.update(readFileSync(join(root, 'package-lock.json')))
		.digest('hex')
		.slice(0, 16);
};

/** Of our own manifest only the version is ours to ship. */
const onlyTheVersion = (root: string): Plugin => ({
	name: 'only-the-version',
	setup(context) {
		context.onLoad({ filter: /[\\/]package\.json$/ }, ({ path }) => {
			if (path !== join(root, 'package.json')) return null;
			const { version } = JSON.parse(readFileSync(path, 'utf8'));
			return { contents: JSON.stringify({ version }), loader: 'json' };
		});
	},
});

/**
 * Bundles the command line, the engine's child and the session's workbench; what `import()` names becomes a file of its own, so that screens
 * and engine load only when they are needed.
 */
export const bundle = async (root: string, outdir: string): Promise<Metafile> => {
	const { metafile } = await build({
		absWorkingDir: root,
		entryPoints: {
			cli: 'source/cli.tsx',
			'engine-child': 'source/engine/child.ts',
			'workbench-child': 'source/workbench-child.ts',
		},
		outdir,
		bundle: true,
		splitting: true,
		// Beside the entries: modules find the children and the sample relative to themselves.
		chunkNames: '[name]-[hash]',
		platform: 'node',
		target: 'node20.19',
		format: 'esm',
		jsx: 'automatic',
		minifySyntax: true,
		minifyWhitespace: true,
		legalComments: 'none',
		charset: 'utf8',
		metafile: true,
		logLevel: 'warning',
		external: [...externals],
		plugins: [...inkPlugins, onlyTheVersion(root)],
		define: {
			'process.env.NODE_ENV': '"production"',
			'process.env.DEV': '"false"',
			'process.env.BP_AUDIT_BUILD': JSON.stringify(stampOf(root)),
		},
		// Some bundled packages are CommonJS and call `require` for modules of Node.
		banner: {
			js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);",
		},
	});
	return metafile;
};
