import { isTable } from '../../source/core/data.ts';
import { deployedAsItIs, isDeployedList } from '../../source/core/deployed-list.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { Table } from '../../source/core/facts/config.ts';
import type { RuffConfig } from '../../source/core/facts/tools.ts';
import type { Planned } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import { folderOf, inFolder, isBelow, nearestTo } from '../../source/core/folders.ts';
import { pinnedVersions } from '../../source/core/pins.ts';
import { coverageOf, selectionOf, wantedFamilies } from '../../source/core/ruff/selection.ts';
import { isSkewed, ruffVersion, tooOldOf } from '../../source/core/ruff/version.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { chain } from '../../source/edit/text.ts';
import { addComment, appendToArray, putValue } from '../../source/edit/toml.ts';
import { defineFixer } from '../define.ts';
import { freshConfig, freshText } from './fresh-ruff-config.ts';
import type { Ratchet } from './ratchet.ts';
import { ratchetOf } from './ratchet.ts';
import { withoutWhole } from './whole-families.ts';

type Needed = Pick<Facts, 'projects' | 'ruffConfigs' | 'ruffRuns' | 'paths' | 'toolPins' | 'toml' | 'ini'>;

const keysOf = (pointer: string): readonly string[] =>
	pointer
		.split('/')
		.slice(1)
		.map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'));

const isPython = (path: string): boolean =>
	path.endsWith('.py') && !path.includes('{{') && !path.includes('{%');

/** Python files that the project's configuration governs, or would. */
const governed = (
	{ ruffConfigs, paths }: Needed,
	project: Project,
	config: RuffConfig | null,
): readonly string[] => {
	const home = config?.directory ?? project.path;
	return [...paths.keys()].filter(
		path =>
			isPython(path) && isBelow(path, home) && nearestTo(ruffConfigs, folderOf(path))?.path === config?.path,
	);
};

const manifestOf = (facts: Needed, project: Project): string | null => {
	const path = inFolder(project.path, 'pyproject.toml');
	return facts.toml.has(path) ? path : null;
};

const commentOn = (codes: ReadonlyMap<string, number>): string => {
	const total = [...codes.values()].reduce((sum, count) => sum + count, 0);
	return `bp-audit: ${total} existing ${total === 1 ? 'finding' : 'findings'}, take codes out to enforce them`;
};

const list = (items: Iterable<string>): string => [...items].map(item => `\`${item}\``).join(', ');

const followUps = (facts: Needed, path: string, codes: ReadonlyMap<string, number>): readonly string[] => {
	const versions = [...new Set(pinnedVersions(facts.toolPins, path, 'ruff'))];
	const theirs = versions.length > 0 ? ` (${versions.join(', ')})` : '';
	if (!isSkewed(versions)) return [];
	const once = `Run \`ruff check\` once with your ruff${theirs}`;
	return codes.size === 0
		? [`${once}: ruff ${ruffVersion} found nothing to ignore, yours may report other rules`]
		: [
				`${once}: \`ignore\` was worked out with ruff ${ruffVersion}, so take out codes that yours does not know, and add those that only yours reports`,
			];
};

/** `ignore` with a code that their ruff does not know would stop it. */
const unknownThere = (
	facts: Needed,
	path: string,
	{ codes }: Extract<Ratchet, { readonly outcome: 'codes' }>,
): string | null => {
	const old = codes.size > 0 ? tooOldOf(pinnedVersions(facts.toolPins, path, 'ruff')) : null;
	return old === null
		? null
		: `ruff ${old}, which the repository pins, may not know all codes that have to be ignored; update it first`;
};

/** Families that the configuration lacks, added where it selects. */
const extended = (
	config: RuffConfig,
): { readonly key: 'select' | 'extend-select'; readonly added: readonly string[] } => {
	const selection = selectionOf(config.settings);
	const added = wantedFamilies.filter(family =>
		['missing', 'partial'].includes(coverageOf(selection, family)),
	);
	return { key: selection.select === null ? 'extend-select' : 'select', added };
};

const withLint = (config: RuffConfig, key: string, added: readonly string[]): RuffConfig => {
	const lint = isTable(config.settings['lint']) ? config.settings['lint'] : {};
	const present = lint[key];
	const joined = [...(Array.isArray(present) ? present : []), ...added];
	const settings: Table = { ...config.settings, lint: { ...lint, [key]: joined } };
	return { ...config, settings };
};

export default defineFixer({
	id: 'ruff-config',
	title: 'Select the rule families of the checklist in ruff',
	checks: ['ruff/rule-set', 'ruff/configured'],
	safety: 'review',
	needs: ['projects', 'ruffConfigs', 'ruffRuns', 'paths', 'toolPins', 'toml', 'ini', 'functions'],
	touches: ['**/{pyproject,ruff,.ruff}.toml'],
	after: [],
	// The rest was written on purpose: what is ignored, outdated or configured twice, and what is set up with another tool.
	takes: ({ key }) => key === 'missing' || key === 'implicit',
	isReady: (_, { facts, project }) =>
		nearestTo(facts.ruffConfigs, project.path) !== null || !isDeployedList(facts, project),
	safetyNote:
		'Nothing is taken out of the selection, and each rule that the code does not meet today goes into `ignore`, so that ' +
		'`ruff check` says what it said before.',
	questions: () => [],
	reads({ facts, project }) {
		const config = nearestTo(facts.ruffConfigs, project.path);
		const target = config?.path ?? manifestOf(facts, project);
		return [...(target === null ? [] : [target]), ...governed(facts, project, config)];
	},
	plan({ facts, project, texts, engines }): Planned {
		const config = nearestTo(facts.ruffConfigs, project.path);
		if (!config) {
			if (isDeployedList(facts, project)) return declined(deployedAsItIs);
			const fresh = freshConfig(project.path, facts, texts, engines);
			const ratchet = ratchetOf(fresh, facts, texts, engines);
			if (ratchet.outcome === 'refused') return declined(ratchet.reason);
			const unknown = unknownThere(facts, inFolder(project.path, 'ruff.toml'), ratchet);
			if (unknown !== null) return declined(unknown);
			const { families, codes, postponed } = withoutWhole(wantedFamilies, ratchet.codes);
			const manifest = manifestOf(facts, project);
			const text = manifest === null ? undefined : texts.get(manifest);
			const edit = freshText(
				fresh,
				manifest ?? inFolder(project.path, 'ruff.toml'),
				text,
				families,
				codes,
				commentOn(codes),
			);
			if (edit.outcome === 'declined') return edit;
			return {
				outcome: 'plan',
				area: 'lint',
				summary: `configure ruff with ${families.length === 9 ? 'nine' : families.length} rule families`,
				changed: [
					`\`${edit.edit.path}\` selects ${list(families)}.`,
					...(codes.size > 0 ? [`Ignored until the code meets them: ${list(codes.keys())}.`] : []),
				],
				atRunTime: 'Nothing; only ruff reads it.',
				followUps: [...postponed, ...followUps(facts, edit.edit.path, codes)],
				edits: [edit.edit],
				reveals: true,
			};
		}
		const { key, added: lacking } = extended(config);
		const origin = config.origins[`lint.${key}`];
		if (origin && origin.path !== config.path)
			return declined(`the selection stands in \`${origin.path}\`, which others may extend too`);
		if (config.unresolved.length > 0)
			return declined(`it extends \`${config.unresolved[0] ?? ''}\`, which is not in the repository`);
		const ratchet = ratchetOf(withLint(config, key, lacking), facts, texts, engines);
		if (ratchet.outcome === 'refused') return declined(ratchet.reason);
		const unknown = unknownThere(facts, config.path, ratchet);
		if (unknown !== null) return declined(unknown);
		const { families: added, codes, postponed } = withoutWhole(lacking, ratchet.codes);
		if (added.length === 0) return declined(postponed.join('; '));
		const text = texts.get(config.path);
		if (text === undefined) return declined(`\`${config.path}\` could not be read`);
		const base = [...keysOf(config.pointer), 'lint'];
		const selectAt = origin ? keysOf(origin.pointer) : [...base, key];
		const ignoreOrigin = config.origins['lint.ignore'];
		const ignoreAt =
			ignoreOrigin?.path === config.path
				? keysOf(ignoreOrigin.pointer)
				: [...selectAt.slice(0, -1), 'ignore'];
		const ignored = [...codes.keys()];
		const hasIgnore = ignoreOrigin?.path === config.path;
		const steps: readonly ((text: string) => EditResult)[] = [
			current => (origin ? appendToArray(current, selectAt, added) : putValue(current, selectAt, [...added])),
			...(ignored.length === 0
				? []
				: [
						(current: string) =>
							hasIgnore ? appendToArray(current, ignoreAt, ignored) : putValue(current, ignoreAt, ignored),
						(current: string) => addComment(current, ignoreAt, commentOn(codes)),
					]),
		];
		const result = chain(text, steps);
		if (result.outcome === 'declined') return result;
		const [first, ...rest] = result.splices;
		if (!first) return declined('the configuration says so already');
		return {
			outcome: 'plan',
			area: 'lint',
			summary: `let ruff check ${added.join(', ')} too`,
			changed: [
				`\`${config.path}\` selects ${list(added)} too.`,
				...(ignored.length > 0 ? [`Ignored until the code meets them: ${list(ignored)}.`] : []),
			],
			atRunTime: 'Nothing; only ruff reads it.',
			followUps: [...postponed, ...followUps(facts, config.path, codes)],
			edits: [{ kind: 'splice', path: config.path, splices: [first, ...rest] }],
		};
	},
});
