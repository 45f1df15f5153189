import type { Facts, Project } from '../../source/core/facts.ts';
import type { PytestConfig } from '../../source/core/facts/tools.ts';
import type { Planned } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import { inFolder, upward } from '../../source/core/folders.ts';
import { warningRuleOf } from '../../source/core/warning-rules.ts';
import { valueAt } from '../../source/core/data.ts';
import { putOption } from '../../source/edit/ini.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { addTable, prependToArray, putValue } from '../../source/edit/toml.ts';
import { defineFixer } from '../define.ts';
import { pytestFiles } from '../touches.ts';
import { pytestConfigFor } from '../../source/core/pytest-options.ts';

type Needed = Pick<Facts, 'toml' | 'ini' | 'pytestConfigs'>;

const manifestOf = ({ toml }: Needed, project: Project): string | null => {
	const path = inFolder(project.path, 'pyproject.toml');
	return toml.get(path)?.ok === true ? path : null;
};

const keysOf = (section: string): readonly string[] => section.split('/').slice(1);

const withError = (facts: Needed, config: PytestConfig, text: string): EditResult => {
	const entries = config.options['filterwarnings'] ?? [];
	if (config.dialect === 'ini') {
		const value = ['', 'error', ...entries.map(entry => entry.trim()).filter(Boolean)].join('\n');
		return putOption(text, config.section, 'filterwarnings', value);
	}
	const path = [...keysOf(config.section), 'filterwarnings'];
	const parsed = facts.toml.get(config.path);
	const present = parsed?.ok ? valueAt(parsed.value.value, path) : undefined;
	if (present === undefined) return putValue(text, path, ['error']);
	if (!Array.isArray(present)) return declined('`filterwarnings` is written as one text');
	return prependToArray(text, path, 'error');
};

/** The first reason that the configuration itself gives against it; null where it can be tried. */
const refusalOf = (facts: Needed, project: Project): string | null => {
	const config = pytestConfigFor(facts.pytestConfigs, project.path);
	if (!config)
		return manifestOf(facts, project) === null ? 'pytest has no configuration that could take it' : null;
	// One in the folder of the tests is the project's own.
	if (!upward(config.directory).includes(project.path))
		return `\`${config.path}\` belongs to another project`;
	if (config.problem) return `pytest refuses \`${config.path}\`: ${config.problem}`;
	// An entry for all warnings that comes later would take it back.
	const entries = ['error', ...(config.options['filterwarnings'] ?? [])];
	const after = warningRuleOf({ addopts: config.addopts, options: { filterwarnings: entries } });
	return after.kind === 'off' ? `\`${after.entry}\` would take it back; it has to go by hand` : null;
};

export default defineFixer({
	id: 'warnings-as-errors',
	title: 'Let warnings of Python fail the tests',
	checks: ['ci-gates/python-warnings'],
	safety: 'review',
	needs: ['toml', 'ini', 'pytestConfigs'],
	touches: pytestFiles,
	after: ['pytest-config'],
	safetyNote:
		'Only test runs change. A test that warns today fails afterwards: run them once, and add an exception for each warning that is not yours to mend.',
	takes: ({ key }) => key === 'none' || key === 'some',
	isReady: (_, { facts, project }) => refusalOf(facts, project) === null,
	questions: () => [],
	reads({ facts, project }) {
		const target = pytestConfigFor(facts.pytestConfigs, project.path)?.path ?? manifestOf(facts, project);
		return target === null ? [] : [target];
	},
	plan({ facts, project, texts }): Planned {
		const config = pytestConfigFor(facts.pytestConfigs, project.path);
		const refusal = refusalOf(facts, project);
		if (refusal !== null) return declined(refusal);
		const path = config?.path ?? manifestOf(facts, project);
		const text = path === null ? undefined : texts.get(path);
		if (path === null || text === undefined)
			return declined('pytest has no configuration that could take it');
		const result = config
			? withError(facts, config, text)
			: addTable(text, ['tool', 'pytest', 'ini_options'], { filterwarnings: ['error'] });
		if (result.outcome === 'declined') return result;
		const [first, ...rest] = result.splices;
		if (!first) return declined('the configuration says so already');
		return {
			outcome: 'plan',
			area: 'tests',
			summary: 'let warnings fail the tests',
			changed: [`\`${path}\` has \`error\` first in \`filterwarnings\`; entries after it still win.`],
			atRunTime:
				'A test during which Python warns fails, unless an entry of `filterwarnings` says otherwise.',
			followUps: ['Run the tests, and add `ignore:…` entries for warnings of other people’s code'],
			edits: [{ kind: 'splice', path, splices: [first, ...rest] }],
		};
	},
});
