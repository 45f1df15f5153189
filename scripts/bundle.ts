import { build } from 'esbuild';
import type { Metafile } from 'esbuild';

/** Packages that stay outside of the bundle: native code and WebAssembly. */
export const externals = ['@ast-grep/napi', '@ast-grep/lang-python', '@astral-sh/ruff-wasm-nodejs'] as const;

/**
 * Bundles the command line and the engine's child; what `import()` names becomes a file of its own, so that screens
 * and engine load only when they are needed.
 */
export const bundle = async (root: string): Promise<Metafile> => {
	const { metafile } = await build({
		absWorkingDir: root,
		entryPoints: { cli: 'source/cli.tsx', 'engine-child': 'source/engine/child.ts' },
		outdir: 'dist',
		bundle: true,
		splitting: true,
		chunkNames: 'chunks/[name]-[hash]',
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
		define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
		// Some bundled packages are CommonJS and call `require` for modules of Node.
		banner: {
			js: "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);",
		},
	});
	return metafile;
};
