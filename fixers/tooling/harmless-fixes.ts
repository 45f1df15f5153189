import type { Facts } from '../../source/core/facts.ts';
import type { Engines, RuffDiagnostic, RuffSettings, SourceFile } from '../../source/core/gather.ts';
import { isSkewed } from '../../source/core/ruff/version.ts';
import type { Splice } from '../../source/core/tree.ts';
import { standardLibrary } from '../../source/edit/python/standard-library.ts';
import { splicesOf } from '../../source/edit/ruff/apply-fixes.ts';

// Ruff's WebAssembly build does not say which of its fixes are safe, so each rule here has its own argument.
// https://docs.astral.sh/ruff/linter/#fix-safety

/** What decides whether one fix of ruff leaves the program as it is. */
export interface FixContext {
	readonly file: SourceFile;
	readonly engines: Engines;
	readonly settings: RuffSettings;
	readonly modules: Facts['modules'];
	/** Versions of ruff that the repository pins. */
	readonly versions: readonly string[];
	/** The file imports own modules that are not there: its order of imports cannot be told. */
	readonly hasUnknownImports: boolean;
}

type Judge = (splices: readonly Splice[], hit: RuffDiagnostic, context: FixContext) => boolean;

const keepsComments: Judge = (splices, _hit, { file }) =>
	splices.every(({ start, end }) => !file.text.slice(start, end).includes('#'));

const isInString = (offset: number, { file, engines }: FixContext): boolean =>
	engines
		.python(file)
		.findAll({ rule: { any: [{ kind: 'string' }, { kind: 'concatenated_string' }] } })
		.some(node => {
			const { start, end } = node.range();
			return start.index < offset && offset < end.index;
		});

const outsideStrings: Judge = (splices, _hit, context) =>
	!splices.some(({ start }) => isInString(start, context));

/** `int | None` and `list[int]` are read at run time by some frameworks; from 3.13 on all of them know both. */
const fromPython313: Judge = (splices, hit, context) => {
	const written = context.settings['target-version'];
	const target = typeof written === 'string' ? /^py3(\d+)$/.exec(written)?.[1] : undefined;
	return Number(target ?? 0) >= 13 && keepsComments(splices, hit, context);
};

/** Importing these does something. */
const active = new Set([
	'__future__',
	'antigravity',
	'this',
	'readline',
	'rlcompleter',
	'site',
	'sitecustomize',
]);

/** Nobody else takes the name from this module, and to import it does nothing. */
const unusedEverywhere: Judge = (splices, hit, context) => {
	const { file, modules } = context;
	if (/(^|\/)__init__\.py$/.test(file.path) || /\b__all__\b/.test(file.text)) return false;
	const name = /`([^`]+)`/.exec(hit.message)?.[1] ?? '';
	const top = name.split('.')[0] ?? '';
	if (!standardLibrary.has(top) || active.has(top)) return false;
	const stem = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\.py$/, '');
	const local = (name.split(' as ')[1] ?? name).split('.').at(-1) ?? '';
	const isTaken = [...modules.values()].some(
		parsed =>
			parsed.ok &&
			parsed.value.imports.some(
				item =>
					item.module.split('.').at(-1) === stem &&
					(item.name === local || item.name === top || item.name === '*'),
			),
	);
	return !isTaken && keepsComments(splices, hit, context);
};

const judges: Readonly<Record<string, Judge>> = {
	I001: (_splices, _hit, { hasUnknownImports }) => !hasUnknownImports,
	F401: unusedEverywhere,
	PIE790: keepsComments,
	// Where the repository runs another ruff, the directive may well be needed.
	RUF100: (_splices, _hit, { versions }) => !isSkewed(versions),
	UP006: fromPython313,
	UP007: fromPython313,
	UP012: keepsComments,
	UP015: keepsComments,
	UP017: keepsComments,
	UP045: fromPython313,
	W291: outsideStrings,
	W292: outsideStrings,
	W293: outsideStrings,
};

export const harmlessCodes: readonly string[] = Object.keys(judges);

/** The fixes of ruff that change nothing about the program, each as its replacements. */
export const harmlessFixes = (
	hits: readonly RuffDiagnostic[],
	context: FixContext,
): readonly (readonly Splice[])[] =>
	hits.flatMap(hit => {
		const judge = judges[hit.code ?? ''];
		const splices = splicesOf(context.file, hit);
		return judge && splices.length > 0 && judge(splices, hit, context) ? [splices] : [];
	});
