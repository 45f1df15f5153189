import { failUnderOf } from '../../source/core/coverage.ts';
import { isTable, tableAt, valueAt } from '../../source/core/data.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import type { Answers, Question } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import { inFolder, nearestTo } from '../../source/core/folders.ts';
import { pytestConfigFor, valueOf } from '../../source/core/pytest-options.ts';
import { putOption } from '../../source/edit/ini.ts';
import type { EditResult } from '../../source/edit/text.ts';
import { chain } from '../../source/edit/text.ts';
import { addTable, putValue } from '../../source/edit/toml.ts';
import { defineFixer } from '../define.ts';

// https://coverage.readthedocs.io/en/latest/config.html

const question = 'coverage-percent';

type Needed = Pick<Facts, 'files' | 'toml' | 'coverageConfigs' | 'pytestConfigs' | 'repository'>;
type Input = { readonly facts: Needed; readonly project: Project };

const manifestOf = ({ facts, project }: Input): string | null => {
	const path = inFolder(project.path, 'pyproject.toml');
	return facts.toml.get(path)?.ok === true ? path : null;
};

/** The folder or package to measure: `src`, or the packages beside the manifest. */
const sourcesOf = ({ facts, project }: Input): readonly string[] => {
	const prefix = project.path === '.' ? '' : `${project.path}/`;
	const production = [...facts.files.values()]
		.filter(({ path, role }) => role === 'prod' && path.endsWith('.py') && path.startsWith(prefix))
		.map(({ path }) => path.slice(prefix.length));
	if (production.some(path => path.startsWith('src/'))) return ['src'];
	const packages = production.flatMap(path => /^([A-Za-z_]\w*)\/__init__\.py$/.exec(path)?.[1] ?? []);
	return packages.toSorted();
};

/** What the fixer would write beside the threshold; nothing that changes what is measured where that is set already. */
const runOptions = (input: Input): Readonly<Record<string, readonly string[] | boolean>> => {
	const config = nearestTo(input.facts.coverageConfigs, input.project.path);
	if (config && Object.keys(config.options).some(key => key.startsWith('run.'))) return {};
	const pytest = pytestConfigFor(input.facts.pytestConfigs, input.project.path);
	const sources = pytest?.addopts.some(word => word.startsWith('--cov=')) === true ? [] : sourcesOf(input);
	return { ...(sources.length > 0 ? { source: sources } : {}), branch: true };
};

/** The command whose total is what the threshold is held against. */
const measuringCommand = (input: Input): string => {
	const { source, branch } = runOptions(input);
	const flags = Array.isArray(source) ? source.map(name => `--cov=${String(name)}`) : ['--cov'];
	return ['pytest', ...flags, ...(branch === true ? ['--cov-branch'] : [])].join(' ');
};

const percentOf = (answers: Answers): number => Math.floor(Number(answers[question] ?? 0));

const excluded = ['if TYPE_CHECKING:', 'raise NotImplementedError', '@(abc\\.)?abstractmethod'];

const inToml = (
	path: string,
	base: readonly string[],
	text: string,
	input: Input,
	percent: number,
): EditResult => {
	const run = runOptions(input);
	const parsed = input.facts.toml.get(path);
	const report = parsed?.ok ? valueAt(parsed.value.value, [...base, 'report']) : undefined;
	const hasRun = parsed?.ok ? tableAt(parsed.value.value, [...base, 'run']) !== undefined : false;
	return chain(text, [
		...(Object.keys(run).length > 0 && !hasRun
			? [(current: string) => addTable(current, [...base, 'run'], { ...run })]
			: []),
		isTable(report)
			? (current: string) => putValue(current, [...base, 'report', 'fail_under'], percent)
			: (current: string) =>
					addTable(current, [...base, 'report'], {
						fail_under: percent,
						show_missing: true,
						skip_covered: true,
						exclude_also: excluded,
					}),
	]);
};

const inIni = (base: string, text: string, input: Input, percent: number): EditResult => {
	const { source, branch } = runOptions(input);
	return chain(text, [
		...(branch === true ? [(current: string) => putOption(current, `${base}run`, 'branch', 'True')] : []),
		...(Array.isArray(source)
			? [(current: string) => putOption(current, `${base}run`, 'source', source.join('\n'))]
			: []),
		current => putOption(current, `${base}report`, 'fail_under', String(percent)),
	]);
};

const isMendable = ({ key }: Finding): boolean => key === 'none' || key === 'unenforced' || key === 'low';

const asked = (input: Input): Question => ({
	id: question,
	prompt: `What total does \`${measuringCommand(input)}\` report now, in percent?`,
	explanation: `The threshold becomes ${input.facts.repository.limits.coverage}, or this number where it is lower, so that no build fails that passed before.`,
	kind: { type: 'number', minimum: 0, maximum: 100 },
	fallback: '0',
});

export default defineFixer({
	id: 'coverage-config',
	title: 'Hold coverage to a threshold, never above what the tests reach now',
	checks: ['coverage/threshold'],
	safety: 'guided',
	needs: ['files', 'toml', 'coverageConfigs', 'namedCoverageConfigs', 'pytestConfigs', 'repository'],
	touches: ['**/{pyproject,.coveragerc}.toml', '**/.coveragerc', '**/{setup.cfg,tox.ini}'],
	after: ['pytest-config'],
	safetyNote:
		'Only coverage reads it. The threshold is never above the total that you give, so that a run that passed passes again; ' +
		'what is measured changes only where nothing said so before, and the question names the command that measures the same.',
	takes: isMendable,
	// Runs that name files of their own do not read what this would write.
	isReady: (_, { facts, project }) =>
		!facts.namedCoverageConfigs.some(({ directory }) => directory === project.path),
	questions: input => [asked(input)],
	reads(input) {
		const config = nearestTo(input.facts.coverageConfigs, input.project.path);
		const target = config?.path ?? manifestOf(input);
		return target === null ? [] : [target];
	},
	plan({ facts, project, texts, answers }) {
		const input = { facts, project };
		const config = nearestTo(facts.coverageConfigs, project.path);
		if (config && config.directory !== project.path)
			return declined(`\`${config.path}\` belongs to another project`);
		const pytest = pytestConfigFor(facts.pytestConfigs, project.path);
		if (pytest && valueOf(pytest.addopts, '--cov-fail-under') !== null)
			return declined(`\`--cov-fail-under\` in \`${pytest.path}\` goes before any configuration of coverage`);
		const percent = percentOf(answers);
		if (!(percent >= 1 && percent <= 100))
			return declined(
				`run \`${measuringCommand(input)}\` and give its total: a threshold above it would fail the build`,
			);
		const limit = Math.min(facts.repository.limits.coverage, percent);
		const present = failUnderOf(config);
		if (present !== null && present >= limit)
			return declined(
				`\`${config?.path ?? ''}\` has a threshold of ${present} % already; a build has to run with it`,
			);
		const manifest = manifestOf(input);
		const path = config?.path ?? manifest ?? inFolder(project.path, '.coveragerc');
		const isRatchet = limit < facts.repository.limits.coverage;
		const shared = {
			outcome: 'plan' as const,
			area: 'tests',
			summary: `hold coverage to ${limit} %`,
			changed: [
				isRatchet
					? `\`${path}\` has \`fail_under = ${limit}\`, what the tests reach now; raise it as they reach more.`
					: `\`${path}\` has \`fail_under = ${limit}\`.`,
			],
			atRunTime: `A run that measures coverage fails below ${limit} %; one without \`--cov\` is as before.`,
			followUps: [
				'Let a build run `pytest --cov`, so that the threshold is heeded',
				...(isRatchet ? [`Raise \`fail_under\` up to ${facts.repository.limits.coverage}`] : []),
			],
		};
		const text = texts.get(path);
		if (text === undefined) {
			if (config || manifest !== null) return declined(`\`${path}\` could not be read`);
			const sources = sourcesOf(input);
			const lines = [
				'[run]',
				'branch = True',
				...(sources.length > 0 ? [`source = ${sources.join(', ')}`] : []),
				'',
				'[report]',
				`fail_under = ${limit}`,
				'show_missing = True',
				'skip_covered = True',
				'',
			];
			return { ...shared, edits: [{ kind: 'create', path, text: lines.join('\n') }] };
		}
		const base = config?.base.split('/').slice(1) ?? ['tool', 'coverage'];
		const result =
			config?.dialect === 'ini'
				? inIni(config.base, text, input, limit)
				: inToml(path, base, text, input, limit);
		if (result.outcome === 'declined') return result;
		const [first, ...rest] = result.splices;
		if (!first) return declined('the configuration says so already');
		return { ...shared, edits: [{ kind: 'splice', path, splices: [first, ...rest] }] };
	},
});
