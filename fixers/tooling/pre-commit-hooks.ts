import type { Data, Table } from '../../source/core/facts/config.ts';
import type { Facts } from '../../source/core/facts.ts';
import type { PreCommitConfig } from '../../source/core/facts/pre-commit.ts';
import type { Finding } from '../../source/core/finding.ts';
import type { Question } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import { hasMarkdown, hasYaml } from '../../source/core/hook-files.ts';
import type { HookNeed } from '../../source/core/hooks.ts';
import { hooksInCi, rootConfigs } from '../../source/core/hooks.ts';
import type { Edit } from '../../source/core/tree.ts';
import { editTemplate } from '../../source/edit/template.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { addTable } from '../../source/edit/toml.ts';
import { blockText } from '../../source/edit/yaml-render.ts';
import { defineFixer } from '../define.ts';
import type { WantedHook } from './wanted-hooks.ts';
import { linterSettings, wantedHook } from './wanted-hooks.ts';

type Needed = Pick<
	Facts,
	| 'files'
	| 'locks'
	| 'toolPins'
	| 'devDependencies'
	| 'mypyConfigs'
	| 'ruffConfigs'
	| 'preCommit'
	| 'gitHooks'
	| 'ruffRuns'
	| 'ci'
>;

const needs: readonly HookNeed[] = ['ruff-check', 'ruff-format', 'mypy', 'markdownlint', 'yamllint'];

/** The need that a finding of a configuration is about; a finding that there is no configuration has none. */
const needOf = ({ key }: Finding): HookNeed | undefined =>
	[...needs, 'gitleaks' as const].find(need => key === `missing ${need}`);

const configOf = (facts: Needed): PreCommitConfig | null => {
	const [path] = rootConfigs(facts);
	const parsed = path === undefined ? undefined : facts.preCommit.get(path);
	return parsed?.ok ? parsed.value : null;
};

const hookOf = ({ id, more }: WantedHook): Table => ({ id, ...more });

const repoOf = (wanted: WantedHook): Table => ({
	repo: wanted.repo,
	...(wanted.rev === null ? {} : { rev: wanted.rev }),
	hooks: [hookOf(wanted)],
});

/** Hooks of one repository under one entry. */
const grouped = (wanted: readonly WantedHook[]): readonly Data[] => {
	const repos = new Map<string, { rev: string | null; hooks: Data[] }>();
	for (const one of wanted) {
		const entry = repos.get(one.repo) ?? { rev: one.rev, hooks: [] };
		entry.hooks.push(hookOf(one));
		repos.set(one.repo, entry);
	}
	return [...repos].map(([repo, { rev, hooks }]) => ({ repo, ...(rev === null ? {} : { rev }), hooks }));
};

const freshText = (wanted: readonly WantedHook[]): string =>
	`repos:${blockText([...grouped(wanted)], '', {
		eol: '\n',
		step: '  ',
		flushLists: false,
		quote: '"',
		json: false,
		byHand: true,
	})}\n`;

const added = (config: PreCommitConfig, wanted: WantedHook, text: string): EditResult => {
	if (config.dialect === 'toml') {
		return addTable(text, ['repos'], repoOf(wanted), { array: true });
	}
	const at = config.repos.findLastIndex(({ repo }) => repo === wanted.repo);
	const byHand = { byHand: true };
	return at < 0
		? editTemplate(text, [{ kind: 'append', path: ['repos'], value: repoOf(wanted) }], byHand)
		: editTemplate(text, [{ kind: 'append', path: ['repos', at, 'hooks'], value: hookOf(wanted) }], byHand);
};

/** Why a first configuration would be one too many; null where it would not. */
const elsewhere = ({ gitHooks, preCommit }: Needed): string | null => {
	const [other] = [...gitHooks.keys()];
	if (other !== undefined) return `\`${other}\` says what runs before a commit; add the tools there`;
	const nested = [...preCommit.keys()].find(path => path.includes('/'));
	return nested === undefined ? null : `\`${nested}\` may be meant to stand at the root`;
};

const isMendable = (finding: Finding): boolean => finding.key === 'missing' || needOf(finding) !== undefined;

const differing = ({ ruffRuns }: Needed): number =>
	[...ruffRuns.values()].filter(run => run.ok && run.value.format === 'differs').length;

const followUps = (
	facts: Needed,
	needed: readonly HookNeed[],
	wanted: readonly WantedHook[],
): readonly string[] => {
	const unformatted = needed.includes('ruff-format') ? differing(facts) : 0;
	return [
		'Run `pre-commit install` once in each clone',
		'Run `pre-commit run --all-files` and commit what it mends',
		...(wanted.some(({ repo }) => repo.endsWith('/mirrors-mypy'))
			? [
					'The hook of mypy sees no installed package: name those whose types the code needs in `additional_dependencies`',
				]
			: []),
		...(unformatted > 0
			? [
					unformatted === 1
						? 'One file is not formatted yet; its next commit would reformat it'
						: `${unformatted} files are not formatted yet; their next commit would reformat them`,
				]
			: []),
	];
};

const settingsEdits = (facts: Needed, wanted: readonly HookNeed[]): readonly Edit[] =>
	wanted.flatMap(need => {
		const settings = linterSettings(facts, need);
		return settings === null ? [] : [{ kind: 'create' as const, ...settings }];
	});

const saying = (
	path: string,
	wanted: readonly WantedHook[],
	settings: readonly Edit[],
): readonly string[] => [
	`\`${path}\` has ${wanted.map(({ id }) => `\`${id}\``).join(', ')}.`,
	...settings.flatMap(edit =>
		edit.kind === 'create' ? [`\`${edit.path}\` keeps the linter to what is worth a stop.`] : [],
	),
];

const inBuild: Question = {
	id: 'hooks-in-build',
	prompt: 'A build runs the hooks on every file. Add the hook all the same?',
	explanation: 'The build fails until what the new hook finds in files that are there already is mended.',
	kind: { type: 'yes-no' },
	fallback: 'no',
};

export default defineFixer({
	id: 'pre-commit-hooks',
	title: 'Add the missing hooks to the pre-commit configuration',
	checks: [
		'pre-commit/configured',
		'pre-commit/ruff-check',
		'pre-commit/ruff-format',
		'pre-commit/types',
		'pre-commit/markdownlint',
		'pre-commit/yamllint',
		'secrets/guard',
	],
	safety: 'review',
	needs: [
		'files',
		'locks',
		'toolPins',
		'devDependencies',
		'mypyConfigs',
		'ruffConfigs',
		'preCommit',
		'gitHooks',
		'ruffRuns',
		'ci',
	],
	touches: ['**/.pre-commit-config.{yaml,yml}', '**/prek.toml', '.yamllint', '.markdownlint.yaml'],
	after: ['ruff-config', 'ruff-fix', 'ruff-format', 'mypy-config'],
	safetyNote:
		'Hooks act only in clones where `pre-commit install` was run. What is there stays as it is; where the project’s lockfile ' +
		'has the tool, the hook runs that one, so that versions cannot drift apart. It asks first where a build runs the hooks.',
	takes: isMendable,
	isReady(finding, { facts }) {
		const config = configOf(facts);
		const need = needOf(finding);
		const isMet = (one: HookNeed): boolean => !('outcome' in wantedHook(facts, config, one));
		if (config) return !config.isOldList && need !== undefined && isMet(need);
		// A first configuration without the linter of the code itself would be a poor beginning.
		const wanted = need === undefined ? needs.slice(0, 1) : [...needs.slice(0, 1), need];
		return elsewhere(facts) === null && wanted.every(one => needs.includes(one) && isMet(one));
	},
	questions: ({ facts }) => (hooksInCi(facts.ci) ? [inBuild] : []),
	reads: ({ facts }) => rootConfigs(facts).slice(0, 1),
	plan({ facts, findings, texts, answers }) {
		const isInBuild = hooksInCi(facts.ci) !== null;
		if (isInBuild && answers[inBuild.id] !== 'yes')
			return declined(
				'a build runs the hooks, and may fail with one more; answer yes to add it all the same',
			);
		const config = configOf(facts);
		const atRunTime = 'Nothing; hooks run before a commit, in clones where they were installed.';
		const shared = {
			outcome: 'plan' as const,
			area: 'hooks',
			atRunTime,
			...(isInBuild ? { safety: 'guided' as const } : {}),
		};
		const asked = findings.map(needOf).find(need => need !== undefined);
		if (!findings.some(isMendable)) return declined('what runs before a commit was chosen on purpose');
		if (config?.isOldList === true) {
			return declined(
				`\`${config.path}\` has the form of pre-commit before 1.0; \`pre-commit migrate-config\` writes it anew`,
			);
		}
		if (!config) {
			const reason = elsewhere(facts);
			if (reason !== null) return declined(reason);
			const open = needs.filter(need =>
				need === 'markdownlint' ? hasMarkdown(facts) : need !== 'yamllint' || hasYaml(facts),
			);
			const found = open.map(need => [need, wantedHook(facts, null, need)] as const);
			const wanted = found.flatMap(([, hook]) => ('outcome' in hook ? [] : [hook]));
			const met = found.flatMap(([need, hook]) => ('outcome' in hook ? [] : [need]));
			// Hooks without the linter of the code itself would be a poor beginning.
			const ruff = wantedHook(facts, null, 'ruff-check');
			if ('outcome' in ruff) return ruff;
			const settings = settingsEdits(facts, met);
			const path = '.pre-commit-config.yaml';
			return {
				...shared,
				summary: 'check commits with pre-commit',
				changed: saying(path, wanted, settings),
				followUps: followUps(facts, met, wanted),
				edits: [{ kind: 'create', path, text: freshText(wanted) }, ...settings],
				// A tool that a hook runs is in use.
				reveals: true,
			};
		}
		if (asked === undefined) return declined('the configuration has no hooks; add them check by check');
		const text = texts.get(config.path);
		if (text === undefined) return declined(`\`${config.path}\` could not be read`);
		const wanted = wantedHook(facts, config, asked);
		if ('outcome' in wanted) return wanted;
		const result = added(config, wanted, text);
		if (result.outcome === 'declined') return result;
		const [first, ...rest] = result.splices;
		if (!first) return declined('the configuration says so already');
		const settings = settingsEdits(facts, [asked]);
		return {
			...shared,
			summary: `add the hook ${wanted.id}`,
			changed: saying(config.path, [wanted], settings),
			followUps: followUps(facts, [asked], [wanted]),
			edits: [{ kind: 'splice', path: config.path, splices: [first, ...rest] }, ...settings],
		};
	},
});
