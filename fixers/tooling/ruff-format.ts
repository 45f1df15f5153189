import { shortList } from '../../source/core/short-list.ts';
import { leftAlone } from '../left-alone.ts';
import type { Facts } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import { folderOf, nearestTo } from '../../source/core/folders.ts';
import type { Engines } from '../../source/core/gather.ts';
import { pinnedVersions } from '../../source/core/pins.ts';
import { ruffVersion } from '../../source/core/ruff/version.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { lineSplice } from '../../source/edit/line-splice.ts';
import { respacedComments } from '../../source/edit/python/lost-comments.ts';
import { isSameProgram } from '../../source/edit/python/same-tree.ts';
import { ruffOptionsOf } from '../../source/edit/ruff/options.ts';
import { trimmedSettings } from '../../source/edit/ruff/trimmed-settings.ts';
import { defineFixer } from '../define.ts';
import { pythonFiles } from '../touches.ts';

type Needed = Pick<Facts, 'ruffConfigs' | 'paths' | 'toolPins'>;

interface Formatted {
	readonly edit: Edit & { readonly kind: 'splice' };
	readonly drops: readonly string[];
}

/** The formatted file, or why it is left alone. */
const formatted = (path: string, text: string, facts: Needed, engines: Engines): Formatted | string => {
	const options = ruffOptionsOf(path, facts, pinnedVersions(facts.toolPins, path, 'ruff'));
	if (!options?.format) return 'the configuration leaves it out';
	const { settings, problem } = trimmedSettings(options.format, engines);
	if (problem !== null) return 'ruff does not take the settings';
	const fileOf = (content: string) => ({ path, text: content, lineStarts: lineStartsOf(content) });
	const before = fileOf(text);
	if (engines.syntaxError(before)) return 'it does not parse';
	const after = fileOf(engines.ruffFormat(before, settings));
	const splice = lineSplice(text, after.text);
	if (!splice) return 'it is formatted already';
	if (engines.ruffFormat(after, settings) !== after.text) return 'ruff would format its own output again';
	const trees = [engines.python(before), engines.python(after)] as const;
	if (!isSameProgram(...trees)) {
		return 'we could not prove that the formatted file is the same program';
	}
	const drops = respacedComments(...trees);
	if (!drops) return 'we could not prove that every comment is kept';
	return { edit: { kind: 'splice', path, splices: [splice] }, drops };
};

const pathsOf = (findings: readonly Finding[]): readonly string[] => [
	...new Set(findings.map(({ at }) => at.path)),
];

export default defineFixer({
	id: 'ruff-format',
	title: 'Format with ruff',
	checks: ['ruff/format-clean'],
	safety: 'safe',
	needs: ['ruffConfigs', 'paths', 'toolPins'],
	touches: pythonFiles,
	after: ['ruff-config', 'ruff-fix'],
	safetyNote:
		'The syntax trees before and after are compared, without layout, comments, quotes and parentheses; a file where they ' +
		'are not equal, or where formatting twice is not formatting once, is left out.',
	perFile: true,
	questions: () => [],
	reads: ({ findings }) => pathsOf(findings),
	plan({ facts, findings, texts, engines }) {
		const unconfigured = pathsOf(findings).find(
			path => nearestTo(facts.ruffConfigs, folderOf(path)) === null,
		);
		if (unconfigured !== undefined)
			return declined('ruff is not configured; with a configuration first, everybody formats alike');
		const done: Formatted[] = [];
		const skipped: string[] = [];
		for (const [path, text] of texts) {
			const result = formatted(path, text, facts, engines);
			if (typeof result === 'string') skipped.push(`\`${path}\`: ${result}`);
			else done.push(result);
		}
		const [first, ...rest] = done.map(({ edit }) => edit);
		if (!first) return declined(`no file could be formatted: ${shortList(skipped, 5, '; ')}`);
		const drops = done.flatMap(result => result.drops);
		return {
			outcome: 'plan',
			area: 'format',
			summary: `format ${done.length === 1 ? 'one file' : `${done.length} files`} with ruff`,
			changed: [
				`Ruff ${ruffVersion} formats ${rest.length === 0 ? `\`${first.path}\`` : 'them'} with the settings of the repository.`,
				...leftAlone(skipped),
			],
			atRunTime: 'Nothing.',
			followUps: [
				'Once this commit is on the main branch, add its hash to `.git-blame-ignore-revs`, so that blame looks through it',
			],
			edits: [first, ...rest],
			isFormatted: true,
			...(drops.length > 0 ? { dropsComments: drops } : {}),
		};
	},
});
