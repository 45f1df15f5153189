import type { Facts, Project } from '../../source/core/facts.ts';
import { declined } from '../../source/core/fixer.ts';
import { inFolder } from '../../source/core/folders.ts';
import { lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { importName } from '../../source/edit/python/imports.ts';
import { insertBinding } from '../../source/edit/python/insert-logger.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { chain } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { isDeployedWith } from './deployed-list.ts';
import type { EntryPoint } from './entry-points.ts';
import { entryPointsOf } from './entry-points.ts';
import { loggingModule, loggingTest } from './logging-module.ts';
import { runtimeListFor } from './runtime-dependency.ts';
import { productionOf } from './structlog-ground.ts';

// https://www.structlog.org/en/stable/standard-library.html

const floor = '23.1';

type Needed = Pick<
	Facts,
	'files' | 'modules' | 'functions' | 'templates' | 'logUse' | 'paths' | 'packaging' | 'toml' | 'requirements'
>;

/** The file that sets logging up as a whole already: a second one would fight with it. */
const setUpIn = (facts: Needed, project: Project): string | null =>
	productionOf(facts, project).find(path => {
		const use = facts.logUse.get(path);
		return use?.ok === true && use.value.setups.some(({ of }) => of === 'dictConfig' || of === 'structlog');
	}) ?? null;

const basicIn = (facts: Needed, project: Project): readonly string[] =>
	productionOf(facts, project).filter(path => {
		const use = facts.logUse.get(path);
		return use?.ok === true && use.value.setups.some(({ of }) => of === 'basicConfig');
	});

const needsPackage = (facts: Needed, project: Project): boolean =>
	facts.packaging
		.get(project.path)
		?.requirements.some(({ name, isRuntime }) => isRuntime && name === 'structlog') !== true;

const hasTraces = (facts: Needed, project: Project): boolean =>
	productionOf(facts, project).some(path => {
		const parsed = facts.modules.get(path);
		return (
			parsed?.ok === true && parsed.value.imports.some(({ module }) => /^opentelemetry(?:\.|$)/.test(module))
		);
	});

const listFor = (entry: EntryPoint, facts: Needed, project: Project) => {
	if (!needsPackage(facts, project)) return null;
	const list = runtimeListFor(entry.path, 'structlog', floor, facts, project);
	return list !== null && isDeployedWith(list.path, entry.path, facts) ? list : null;
};

const usable = (facts: Needed, project: Project): readonly EntryPoint[] =>
	setUpIn(facts, project) === null
		? entryPointsOf(facts, project).filter(
				entry => !needsPackage(facts, project) || listFor(entry, facts, project) !== null,
			)
		: [];

export default defineFixer({
	id: 'logging-setup',
	title: 'Set up structured JSON logging where the program starts',
	checks: ['structured-logging/structured-logger', 'structured-logging/json-output'],
	safety: 'guided',
	needs: [
		'files',
		'modules',
		'functions',
		'templates',
		'logUse',
		'paths',
		'packaging',
		'toml',
		'requirements',
	],
	touches: ['**/*.py', '**/pyproject.toml', '**/*.{txt,in}'],
	after: [],
	safetyNote:
		'A new module, one call of it where the program starts, and structlog among the dependencies. Loggers of the standard ' +
		'library stay as they are and write JSON from then on. What reads the old lines sees other text.',
	takes: ({ level, key }) => level === 'fail' && (key === 'plain' || key === 'not configured'),
	isReady: (_, { facts, project }) => usable(facts, project).length > 0,
	questions({ facts, project }) {
		const [first, ...rest] = usable(facts, project);
		if (!first) return [];
		return [
			{
				id: 'entry-point',
				prompt: 'Where does the program start?',
				explanation: 'The new module lies beside this file, which calls it before anything else.',
				kind: {
					type: 'choice',
					choices: [first, ...rest].map(({ path }) => ({ value: path, label: path })),
				},
				fallback: first.path,
			},
		];
	},
	reads({ facts, project }) {
		return usable(facts, project).flatMap(entry => {
			const list = listFor(entry, facts, project);
			return [entry.path, ...(list ? [list.path] : [])];
		});
	},
	plan({ facts, project, texts, answers, engines }) {
		const other = setUpIn(facts, project);
		if (other !== null) return declined(`\`${other}\` sets logging up already`);
		const entries = usable(facts, project);
		const entry = entries.find(({ path }) => path === answers['entry-point']) ?? entries[0];
		const text = entry ? texts.get(entry.path) : undefined;
		if (!entry || text === undefined)
			return declined(
				'no entry point is known whose imports and list of dependencies can be told from the repository',
			);
		const parse = (current: string) =>
			engines.python({ path: entry.path, text: current, lineStarts: lineStartsOf(current) });
		const root = parse(text);
		if (root.has({ rule: { kind: 'identifier', regex: '^configure_logging$' } }))
			return declined(`\`configure_logging\` already means something in \`${entry.path}\``);
		const wired = chain(text, [
			current => {
				const tree = parse(current);
				return importName(current, tree, namesIn(tree), entry.module, 'configure_logging').edit;
			},
			current => insertBinding(current, parse(current), 'configure_logging()'),
		]);
		if (wired.outcome === 'declined') return wired;
		const [first, ...rest] = wired.splices;
		if (!first) return declined('the call is there already');
		const edits: Edit[] = [
			{ kind: 'create', path: entry.home, text: loggingModule(hasTraces(facts, project)) },
			{ kind: 'splice', path: entry.path, splices: [first, ...rest] },
		];
		const test = entry.tests === null ? null : inFolder(entry.tests, 'test_logging_setup.py');
		if (test !== null && !facts.paths.has(test))
			edits.push({ kind: 'create', path: test, text: loggingTest(entry.module) });
		const list = listFor(entry, facts, project);
		if (list) {
			const added = list.add(texts.get(list.path) ?? '');
			if (added.outcome === 'declined') return added;
			const [one, ...more] = added.splices;
			if (one) edits.push({ kind: 'splice', path: list.path, splices: [one, ...more] });
		}
		const [head, ...tail] = edits;
		if (!head) return declined('there is nothing to add');
		const others = entries.filter(({ path }) => path !== entry.path).map(({ path }) => `\`${path}\``);
		return {
			outcome: 'plan',
			area: 'logging',
			summary: 'set up structured JSON logging',
			changed: [
				`\`${entry.home}\` configures structlog and the standard library, and \`${entry.path}\` calls it.`,
				...(list ? [`\`${list.path}\` asks for \`structlog\`.`] : []),
			],
			atRunTime:
				'Records of all loggers from `INFO` on are written to standard output as JSON, with service, version and environment; `LOG_LEVEL` sets another level.',
			followUps: [
				'Set `SERVICE_NAME`, `SERVICE_VERSION` and `ENVIRONMENT` where the program is deployed',
				'Adapt metric filters and alarms that look for the old lines',
				...(others.length > 0 ? [`Do the same in ${others.slice(0, 5).join(', ')}`] : []),
				...basicIn(facts, project).map(
					path => `\`basicConfig\` in \`${path}\` does nothing any more and can go`,
				),
			],
			edits: [head, ...tail],
			reveals: true,
			...(list ? { lockDirty: true } : {}),
		};
	},
});
