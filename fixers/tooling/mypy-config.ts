import { stringAt } from '../../source/core/data.ts';
import { deployedAsItIs, isDeployedList } from '../../source/core/deployed-list.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { MypyConfig } from '../../source/core/facts/tools.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import { inFolder, nearestTo } from '../../source/core/folders.ts';
import { strictFlags } from '../../source/core/mypy-strict.ts';
import { targetOf } from '../../source/core/ruff/target.ts';
import type { Edit } from '../../source/core/tree.ts';
import { putOption } from '../../source/edit/ini.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { chain, spliced } from '../../source/edit/text.ts';
import { addTable, deleteKey, putValue } from '../../source/edit/toml.ts';
import { defineFixer } from '../define.ts';

const question = 'strict-everywhere';

const manifestOf = ({ toml }: Pick<Facts, 'toml'>, project: Project): string | null => {
	const path = inFolder(project.path, 'pyproject.toml');
	return toml.get(path)?.ok === true ? path : null;
};

/** The lowest Python that the project requires, such as `3.13`. */
const floorOf = ({ toml }: Pick<Facts, 'toml'>, manifest: string): string | null => {
	const parsed = toml.get(manifest);
	const requires = parsed?.ok ? stringAt(parsed.value.value, ['project', 'requires-python']) : undefined;
	const target = requires === undefined ? null : targetOf(requires);
	return target === null ? null : `3.${target.slice('py3'.length)}`;
};

/** Flags that `strict` turns on anyway, taken out one by one where no comment stands with them. */
const withoutImplied =
	(config: MypyConfig) =>
	(text: string): EditResult =>
		chain(
			text,
			strictFlags
				.filter(flag => config.options[flag] === true)
				.map(flag => (current: string) => {
					const result = deleteKey(current, ['tool', 'mypy', flag]);
					return result.outcome === 'spliced' && result.dropsComments.length === 0 ? result : spliced([]);
				}),
		);

const inConfig = (config: MypyConfig, text: string): EditResult =>
	config.dialect === 'ini'
		? putOption(text, 'mypy', 'strict', 'True')
		: chain(text, [current => putValue(current, ['tool', 'mypy', 'strict'], true), withoutImplied(config)]);

/** The rest was written on purpose. */
const isMendable = ({ key }: Finding): boolean => key === 'strict' || key === 'missing';

export default defineFixer({
	id: 'mypy-config',
	title: 'Turn mypy’s strict mode on',
	checks: ['mypy/strict', 'mypy/configured'],
	safety: 'guided',
	needs: ['mypyConfigs', 'toml', 'functions'],
	touches: ['**/pyproject.toml', '**/{mypy,.mypy}.ini', '**/setup.cfg'],
	after: ['ruff-format'],
	safetyNote:
		'Only mypy reads it. It asks first, because a build that runs mypy fails until what strict mode finds is mended.',
	takes: isMendable,
	isReady: (_, { facts, project }) =>
		nearestTo(facts.mypyConfigs, project.path) !== null || !isDeployedList(facts, project),
	questions: () => [
		{
			id: question,
			prompt: 'Turn strict mode on for every module now?',
			explanation:
				'If the build runs mypy, it fails until what strict mode finds is mended; no leaves the configuration as it is.',
			kind: { type: 'yes-no' },
			fallback: 'no',
		},
	],
	reads({ facts, project }) {
		const target = nearestTo(facts.mypyConfigs, project.path)?.path ?? manifestOf(facts, project);
		return target === null ? [] : [target];
	},
	plan({ facts, project, findings, texts, answers }) {
		if (!findings.some(isMendable)) {
			return declined(
				'what is shadowed, taken out or checked with another tool was written on purpose, and is left to you',
			);
		}
		if (answers[question] !== 'yes') return declined('strict mode stays off');
		const config = nearestTo(facts.mypyConfigs, project.path);
		if (!config && isDeployedList(facts, project)) return declined(deployedAsItIs);
		const manifest = manifestOf(facts, project);
		const path = config?.path ?? manifest ?? inFolder(project.path, 'mypy.ini');
		const text = texts.get(path);
		const shared = {
			outcome: 'plan' as const,
			// Where mypy runs, stubs and hooks come to be asked for.
			reveals: true,
			area: 'types',
			summary: 'turn mypy’s strict mode on',
			changed: [`\`${path}\` has \`strict\` on.`],
			atRunTime: 'Nothing; only mypy reads it.',
			followUps: [
				'Run `mypy` and mend what it finds, or give modules that are not ready an override with `ignore_errors`',
			],
		};
		if (text === undefined) {
			if (config || manifest !== null) return declined(`\`${path}\` could not be read`);
			return { ...shared, edits: [{ kind: 'create', path, text: '[mypy]\nstrict = True\n' }] };
		}
		const floor = floorOf(facts, path);
		const result = config
			? inConfig(config, text)
			: addTable(text, ['tool', 'mypy'], {
					...(floor === null ? {} : { python_version: floor }),
					strict: true,
				});
		if (result.outcome === 'declined') return result;
		const [first, ...rest] = result.splices;
		if (!first) return declined('the configuration says so already');
		const edit: Edit = { kind: 'splice', path, splices: [first, ...rest] };
		return { ...shared, edits: [edit] };
	},
});
