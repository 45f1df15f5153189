import { createRequire } from 'node:module';
import type * as AstGrep from '@ast-grep/napi';
import type * as Ruff from '@astral-sh/ruff-wasm-nodejs';
import type { Engines, RuffDiagnostic, RuffSettings, SourceFile } from '../core/gather.ts';
import { ParseError } from '../core/gather.ts';

// https://docs.astral.sh/ruff/settings/ and https://ast-grep.github.io/guide/api-usage/js-api.html

// Both engines are CommonJS with native parts; they load when the first file needs them.
const load = createRequire(import.meta.url);

/**
 * Settings of the one lint run. The newest target parses whatever is legal anywhere; a repository's floor would
 * report legal code as broken. Preview is on so that codes can be told from names; only named rules run.
 */
export const lintSettings = (codes: readonly string[]): RuffSettings => ({
	'target-version': 'py314',
	preview: true,
	'output-prefer-rule-codes': true,
	lint: {
		'explicit-preview-rules': true,
		// As mypy has it: what `__init__` returns need not be said where a parameter is annotated.
		'flake8-annotations': { 'mypy-init-return': true },
		select: codes,
	},
});

/** Rules that the gate reads on every touched file. */
export const gateCodes: readonly string[] = ['F401', 'F811', 'F821', 'F823'];

const mostContinuations = 5000;

/** The line of a run of continued lines that would keep the parser busy for minutes; 0 for none. */
const endlessLine = (text: string): number => {
	let line = 1;
	let run = 0;
	for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
		const before = text[at - 1] === '\r' ? at - 2 : at - 1;
		run = text[before] === '\\' ? run + 1 : 0;
		if (run > mostContinuations) return line - run + 1;
		line++;
	}
	return 0;
};

/** The parsers of one engine process; a WebAssembly trap ends the process that holds them. */
export const createEngines = (codes: readonly string[]): Engines => {
	const settings = lintSettings([...new Set([...codes, ...gateCodes])].toSorted());
	const workspaces = new Map<string, Ruff.Workspace>();
	let registered = false;
	let parsed: { readonly file: SourceFile; readonly root: AstGrep.SgNode } | null = null;
	let linted: { readonly file: SourceFile; readonly hits: readonly RuffDiagnostic[] } | null = null;

	const workspaceOf = (wanted: RuffSettings): Ruff.Workspace => {
		const key = JSON.stringify(wanted);
		const known = workspaces.get(key);
		if (known) return known;
		const ruff: typeof Ruff = load('@astral-sh/ruff-wasm-nodejs');
		const workspace = new ruff.Workspace(wanted, ruff.PositionEncoding.Utf16);
		// A monorepo has a handful of configurations; the cap keeps a hostile one from filling the memory.
		if (workspaces.size >= 64) workspaces.clear();
		workspaces.set(key, workspace);
		return workspace;
	};

	const engines: Engines = {
		python(file) {
			if (parsed?.file === file) return parsed.root;
			const astGrep: typeof AstGrep = load('@ast-grep/napi');
			if (!registered) astGrep.registerDynamicLanguage({ python: load('@ast-grep/lang-python') });
			registered = true;
			const endless = endlessLine(file.text);
			if (endless > 0) throw new ParseError('more continued lines in a row than can be read', endless);
			const root = astGrep.parse('python', file.text).root();
			parsed = { file, root };
			return root;
		},
		lint(file) {
			if (linted?.file === file) return linted.hits;
			const hits: readonly RuffDiagnostic[] = workspaceOf(settings).check(file.text);
			linted = { file, hits };
			return hits;
		},
		syntaxError(file) {
			const hit = engines.lint(file).find(({ code }) => code === null || code === 'invalid-syntax');
			return hit ? new ParseError(hit.message, hit.start_location.row) : null;
		},
		ruff: (file, wanted) => workspaceOf(wanted).check(file.text),
		ruffFormat: (file, wanted) => workspaceOf(wanted).format(file.text),
	};
	return engines;
};
