import type { Facts, Project } from '../../source/core/facts.ts';
import type { Finding } from '../../source/core/finding.ts';
import { declined } from '../../source/core/fixer.ts';
import { chain } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { leftAlone } from '../left-alone.ts';
import { isDeployedWith } from './deployed-list.ts';
import { runtimeListFor } from './runtime-dependency.ts';
import { floors, specifierOfLine } from './telemetry-line.ts';

// https://opentelemetry.io/docs/zero-code/python/

type Read = Pick<Facts, 'packaging' | 'toml' | 'requirements' | 'functions' | 'templates'>;

/** The package that would cover the calls. */
const packageOf = ({ expected }: Finding): string | null =>
	/`(opentelemetry-instrumentation-[\w-]+)` among the dependencies/.exec(expected ?? '')?.[1] ?? null;

const listFor = (finding: Finding, facts: Read, project: Project) => {
	const name = packageOf(finding);
	const specifier = specifierOfLine(facts, project);
	if (name === null || specifier === null) return null;
	const { path } = finding.at;
	const list = runtimeListFor(path, name, floors.instrumentation, facts, project, specifier);
	return list !== null && isDeployedWith(list.path, path, facts) ? { ...list, name, specifier } : null;
};

export default defineFixer({
	id: 'telemetry-packages',
	title: 'Add the instrumentations that `opentelemetry-instrument` starts',
	checks: ['telemetry/instrumentors'],
	safety: 'review',
	needs: ['packaging', 'toml', 'requirements', 'functions', 'templates'],
	touches: ['**/pyproject.toml', '**/*.{txt,in}'],
	after: ['telemetry-names'],
	safetyNote:
		'Only where the program starts with `opentelemetry-instrument`, which starts each instrumentation that is installed. The ' +
		'new ones have the version that the others have, because each of them asks for exactly one of the others.',
	takes: finding => packageOf(finding) !== null,
	isReady: (finding, { facts, project }) => listFor(finding, facts, project) !== null,
	questions: () => [],
	reads: ({ facts, project, findings }) => [
		...new Set(findings.flatMap(finding => listFor(finding, facts, project)?.path ?? [])),
	],
	plan({ facts, project, findings, texts }) {
		if (specifierOfLine(facts, project) === null)
			return declined(
				'packages of OpenTelemetry that are there are held to versions, from which it cannot be told what would fit to them',
			);
		const lists = findings.flatMap(finding => listFor(finding, facts, project) ?? []);
		const [list] = lists;
		const text = list ? texts.get(list.path) : undefined;
		if (!list || text === undefined)
			return declined(
				'no list of dependencies is known that people write and that is deployed with the code',
			);
		const here = lists.filter(({ path }) => path === list.path);
		const names = [...new Set(here.map(({ name }) => name))];
		const added = chain(
			text,
			names
				.flatMap(name => here.find(each => each.name === name) ?? [])
				.map(each => (current: string) => each.add(current)),
		);
		if (added.outcome === 'declined') return added;
		const [first, ...rest] = added.splices;
		if (!first) return declined(`\`${list.path}\` asks for them already`);
		const others = [...new Set(lists.flatMap(({ path }) => (path === list.path ? [] : [path])))];
		return {
			outcome: 'plan',
			area: 'telemetry',
			summary: 'add the instrumentations of libraries that are used',
			changed: [
				`\`${list.path}\` asks for ${names.map(name => `\`${name}\``).join(', ')}, \`${list.specifier}\` as the others.`,
				...leftAlone(others.map(path => `\`${path}\` is a list of its own`)),
			],
			atRunTime:
				'Calls through these libraries become spans, and pass the trace on in a header to those who are called.',
			followUps: [],
			edits: [{ kind: 'splice', path: list.path, splices: [first, ...rest] }],
			lockDirty: true,
		};
	},
});
