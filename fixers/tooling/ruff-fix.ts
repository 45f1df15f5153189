import type { Facts } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import { folderOf, nearestTo } from '../../source/core/folders.ts';
import type { Engines } from '../../source/core/gather.ts';
import { pinnedVersions } from '../../source/core/pins.ts';
import { importsWhatIsMissing } from '../../source/core/ruff/own-imports.ts';
import { namesCode } from '../../source/core/ruff/selection.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { lineSplice } from '../../source/edit/line-splice.ts';
import { standardLibrary } from '../../source/edit/python/standard-library.ts';
import { applyFixes } from '../../source/edit/ruff/apply-fixes.ts';
import { ruffOptionsOf } from '../../source/edit/ruff/options.ts';
import { trimmedSettings } from '../../source/edit/ruff/trimmed-settings.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';
import { harmlessCodes, harmlessFixes } from './harmless-fixes.ts';

type Needed = Pick<Facts, 'ruffConfigs' | 'paths' | 'toolPins' | 'modules'>;

/** One fix may make room for the next. */
const mostRounds = 3;

/** One unused import, of a module that may do something when it is imported. */
const isForeignImport = (message: string): boolean => {
	const top = /^Ruff reports `F401`: `([^.`\s]+)/.exec(message)?.[1];
	return top !== undefined && !standardLibrary.has(top);
};

const fixable = ({ level, key, message }: Finding): boolean =>
	level !== 'info' && harmlessCodes.includes(key ?? '') && !isForeignImport(message);

const fixed = (
	path: string,
	text: string,
	codes: ReadonlySet<string>,
	facts: Needed,
	engines: Engines,
): string => {
	const versions = pinnedVersions(facts.toolPins, path, 'ruff');
	const options = ruffOptionsOf(path, facts, versions);
	const config = nearestTo(facts.ruffConfigs, folderOf(path));
	if (!options?.lint || !config) return text;
	const { settings, problem } = trimmedSettings(options.lint, engines);
	if (problem !== null) return text;
	const parsed = facts.modules.get(path);
	const hasUnknownImports =
		parsed?.ok === true && importsWhatIsMissing(parsed.value.imports, config, facts.paths);
	let current = text;
	for (let round = 0; round < mostRounds; round++) {
		const file = { path, text: current, lineStarts: lineStartsOf(current) };
		const hits = engines
			.ruff(file, settings)
			.filter(({ code }) => code !== null && codes.has(code) && !namesCode(options.ignored, code));
		const context = { file, engines, settings, modules: facts.modules, versions, hasUnknownImports };
		const next = applyFixes(file, harmlessFixes(hits, context));
		if (next === current) break;
		current = next;
	}
	return current;
};

const commentsGone = (before: string, after: string): readonly string[] => {
	const left = [...after.matchAll(/#[^\r\n]*/g)].map(([comment]) => comment.trim());
	return [...before.matchAll(/#[^\r\n]*/g)]
		.map(([comment]) => comment.trim())
		.filter(comment => {
			const at = left.indexOf(comment);
			if (at >= 0) left.splice(at, 1);
			return at < 0 && /noqa/i.test(comment);
		});
};

export default defineFixer({
	id: 'ruff-fix',
	title: 'Apply the harmless fixes of ruff',
	checks: ['ruff/lint-clean'],
	safety: 'safe',
	needs: ['ruffConfigs', 'paths', 'toolPins', 'modules'],
	touches: pythonFiles,
	after: ['ruff-config'],
	safetyNote:
		'Only rules on a short list are applied, each with its own condition: imports are sorted and unused ones of the ' +
		'standard library removed where no other module takes them from here, white space goes outside strings only, type ' +
		'syntax changes from Python 3.13 on. Everything else that ruff offers is left to you.',
	takes: fixable,
	perFile: true,
	questions: () => [],
	reads: ({ findings }) => [...new Set(findings.filter(fixable).map(({ at }) => at.path))],
	plan({ facts, findings, texts, engines }) {
		const edits: Edit[] = [];
		const drops: string[] = [];
		const codes = new Set<string>();
		for (const [path, text] of texts) {
			const wanted = new Set(
				findings.filter(finding => fixable(finding) && finding.at.path === path).map(({ key }) => key ?? ''),
			);
			const after = fixed(path, text, wanted, facts, engines);
			const splice = lineSplice(text, after);
			if (!splice) continue;
			edits.push({ kind: 'splice', path, splices: [splice] });
			drops.push(...commentsGone(text, after));
			for (const code of wanted) codes.add(code);
		}
		const [first, ...rest] = edits;
		if (!first) {
			return declined(
				'none of the findings has a fix that is known to leave the program as it is; `ruff check --fix` shows what ruff would do',
			);
		}
		const names = [...codes].toSorted();
		return {
			outcome: 'plan',
			area: 'lint',
			summary: `apply ruff’s fixes for ${names.slice(0, 4).join(', ')}${names.length > 4 ? ' and more' : ''}`,
			changed: [
				`Fixes of ruff for ${names.map(name => `\`${name}\``).join(', ')} in ${edits.length === 1 ? 'one file' : `${edits.length} files`}.`,
			],
			atRunTime: codes.has('F401')
				? 'Modules of the standard library that nothing used are no longer imported.'
				: 'Nothing.',
			followUps: [],
			edits: [first, ...rest],
			// A test may patch a name that only the import brought here.
			...(codes.has('F401') ? { safety: 'review' as const } : {}),
			...(drops.length > 0 ? { dropsComments: drops } : {}),
		};
	},
});
