import { isList, valueAt } from '../../source/core/data.ts';
import type { Facts, Project } from '../../source/core/facts.ts';
import type { PytestConfig } from '../../source/core/facts/tools.ts';
import { declined, type Answers, type Question } from '../../source/core/fixer.ts';
import { folderOf, inFolder, upward } from '../../source/core/folders.ts';
import { standingOf } from '../../source/core/locked-versions.ts';
import { filesIn } from '../../source/core/project-files.ts';
import { pytestConfigFor } from '../../source/core/pytest-options.ts';
import type { Edit } from '../../source/core/tree.ts';
import { putOption } from '../../source/edit/ini.ts';
import { chain, type EditResult } from '../../source/edit/text.ts';
import { appendToArray, putValue } from '../../source/edit/toml.ts';
import { defineFixer } from '../define.ts';
import { pytestFiles } from '../touches.ts';
import { homeOf } from '../tooling/dev-tools.ts';
import { declaring } from '../tooling/wanted-gates.ts';
import type { ServiceName, StartedService } from './container-files.ts';
import { containerConftest, containerTest, isKnown, titles } from './container-files.ts';
import { networkFixture } from './network-fixture.ts';
import { hasVersion, imageFor } from './service-images.ts';

// https://testcontainers-python.readthedocs.io/

const needs = [
	'files',
	'paths',
	'packaging',
	'devDependencies',
	'toolPins',
	'toml',
	'ini',
	'requirements',
	'locks',
	'testUse',
	'pytestConfigs',
	'serviceImages',
	'templates',
] as const;
type Needed = Pick<Facts, (typeof needs)[number]>;

const library = 'testcontainers';
const marker = 'integration: needs services that Docker starts';

const drivers: Readonly<Record<ServiceName, RegExp>> = {
	mysql: /^(?:pymysql|mysqlclient|mysql-connector-python|aiomysql|asyncmy)$/,
	postgres: /^(?:psycopg|psycopg2|psycopg2-binary|asyncpg)$/,
	redis: /^(?:redis|django-redis)$/,
};
const services = ['mysql', 'postgres', 'redis'] as const;

/** Extras are not among them: a test that imports one would end a run without it. */
const runtimeNames = ({ packaging }: Needed, project: Project): ReadonlySet<string> =>
	new Set(
		(packaging.get(project.path)?.requirements ?? []).flatMap(each => (each.isRuntime ? [each.name] : [])),
	);

/** The services that the project needs and for which a test can be written. */
const usedIn = (facts: Needed, project: Project): readonly StartedService[] => {
	const names = runtimeNames(facts, project);
	return services.flatMap((name): readonly StartedService[] => {
		const found = [...names]
			.filter(each => drivers[name].test(each))
			.map(driver => ({
				name,
				driver,
				image: imageFor(name, facts),
				usesSqlalchemy: names.has('sqlalchemy') || names.has('sqlmodel'),
			}))
			.filter(isKnown);
		return found.slice(0, 1);
	});
};

const folderFor = ({ files }: Needed, project: Project): string | null => {
	const tests = ['tests', 'test']
		.map(name => inFolder(project.path, name))
		.find(folder =>
			[...files.values()].some(({ path, role }) => role === 'test' && path.startsWith(`${folder}/`)),
		);
	return tests === undefined ? null : inFolder(tests, 'integration');
};

const isRegistered = (facts: Needed, project: Project, config: PytestConfig): boolean =>
	(config.options['markers'] ?? []).some(entry => /^\s*integration\b/.test(entry)) ||
	filesIn(facts.testUse, facts, project).some(({ value }) => value.registered.includes('integration'));

const withMarker = (facts: Needed, config: PytestConfig, text: string): EditResult => {
	const entries = (config.options['markers'] ?? []).map(entry => entry.trim()).filter(Boolean);
	if (config.dialect === 'ini')
		return putOption(text, config.section, 'markers', ['', ...entries, marker].join('\n'));
	const keys = [...config.section.split('/').slice(1), 'markers'];
	const parsed = facts.toml.get(config.path);
	const present = parsed?.ok ? valueAt(parsed.value.value, keys) : undefined;
	if (present === undefined) return putValue(text, keys, [marker]);
	return isList(present) ? appendToArray(text, keys, [marker]) : declined('`markers` is written as one text');
};

/** Pythons before 3.10 have no testcontainers 4.15. */
const isOld = ({ packaging }: Needed, project: Project): boolean =>
	(packaging.get(project.path)?.declared[0]?.minors?.[0] ?? 13) < 10;

const isDeclared = (facts: Needed, project: Project): boolean =>
	declaring(facts, project, library).length > 0 ||
	(facts.packaging.get(project.path)?.requirements ?? []).some(({ name }) => name === library);

/** Where the classes are: they moved with 4.15, and what is not declared yet will be that. */
const modulesOf = (facts: Needed, project: Project): string => {
	const isNew = isDeclared(facts, project)
		? standingOf(library, [4, 15], project, facts) === 'at least'
		: !isOld(facts, project);
	return isNew ? 'testcontainers.community' : 'testcontainers';
};

/** Why nothing can be added. */
const refusalOf = (facts: Needed, project: Project): string | null => {
	if (usedIn(facts, project).length === 0)
		return 'for none of the drivers in use is a test known that could be written without a person';
	const folder = folderFor(facts, project);
	if (folder === null) return 'the folder of the tests is not called `tests` or `test`';
	const present = ['conftest.py', ...services.map(name => `test_${name}_container.py`)]
		.map(name => inFolder(folder, name))
		.find(path => facts.paths.has(path));
	if (present !== undefined) return `\`${present}\` is there already`;
	const config = pytestConfigFor(facts.pytestConfigs, project.path);
	if (!config) return 'pytest has no configuration in which the marker could be registered';
	if (!upward(config.directory).includes(project.path))
		return `\`${config.path}\` belongs to another project`;
	if (config.problem) return `pytest refuses \`${config.path}\`: ${config.problem}`;
	if (!isDeclared(facts, project) && homeOf({ facts, project }) === null)
		return 'there is no list of development dependencies that could be edited';
	return null;
};

const imageId = (name: ServiceName): string => `${name}-image`;

const questionsFor = (used: readonly StartedService[]): readonly Question[] => {
	const [first] = used;
	const choice: readonly Question[] =
		first && used.length > 1
			? [
					{
						id: 'service',
						prompt: 'Which service do integration tests start?',
						explanation: 'Each has a fixture and a test that it answers.',
						kind: {
							type: 'choice',
							choices: [
								{ value: 'all', label: 'All of them' },
								...used.map(({ name }) => ({ value: name, label: titles[name] })),
							],
						},
						fallback: 'all',
					},
				]
			: [];
	return [
		...choice,
		...used.map(({ name, image }): Question => ({
			id: imageId(name),
			prompt: `Which image of ${titles[name]} do tests start?`,
			explanation: 'The version that runs in production shows in a test what would show there.',
			kind: { type: 'text' },
			fallback: image,
			...(used.length > 1 ? { onlyIf: { id: 'service', answers: ['all', name] } } : {}),
		})),
	];
};

const chosen = (used: readonly StartedService[], answers: Answers): readonly StartedService[] => {
	const picked = used.filter(({ name }) => ['all', undefined, name].includes(answers['service']));
	return picked.map(service => ({ ...service, image: answers[imageId(service.name)] ?? service.image }));
};

export default defineFixer({
	id: 'container-scaffold',
	title: 'Start the database or cache of integration tests in a container',
	checks: ['integration-tests/mechanism'],
	safety: 'guided',
	needs,
	touches: [
		'**/integration/{__init__,conftest,test_*_container}.py',
		'**/pyproject.toml',
		'**/Pipfile',
		'**/*.{txt,in}',
		...pytestFiles,
	],
	after: ['dev-tools', 'pytest-config', 'pytest-socket'],
	safetyNote:
		'New files in `tests/integration`, a marker and a development dependency; `addopts` stays as it is, so that a pipeline runs the tests it ran. ' +
		'Where Docker or testcontainers is missing, the new tests are skipped. They are not run here.',
	mendsNotes: true,
	takes: ({ key }) => key === 'mechanism',
	isReady: (_, { facts, project }) => refusalOf(facts, project) === null,
	questions: ({ facts, project }) =>
		refusalOf(facts, project) === null ? questionsFor(usedIn(facts, project)) : [],
	reads({ facts, project }) {
		const config = pytestConfigFor(facts.pytestConfigs, project.path);
		const home = homeOf({ facts, project });
		return [...new Set([...(config ? [config.path] : []), ...(home ? [home.path] : [])])];
	},
	plan({ facts, project, texts, answers }) {
		const refusal = refusalOf(facts, project);
		const config = pytestConfigFor(facts.pytestConfigs, project.path);
		const folder = folderFor(facts, project);
		if (refusal !== null || !config || folder === null) return declined(refusal ?? 'nothing can be added');
		const started = chosen(usedIn(facts, project), answers);
		const open = started.find(({ image }) => !hasVersion(image));
		if (open) return declined(`\`${open.image}\` names no version of an image, such as \`mysql:8.4\``);
		const isClosed = config.addopts.includes('--disable-socket');
		const [first, ...others] = started;
		if (!first) return declined('no service was chosen');
		const conftest = containerConftest(started, modulesOf(facts, project), isClosed ? networkFixture : []);
		const edits: [Edit, ...Edit[]] = [
			{ kind: 'create', path: inFolder(folder, 'conftest.py'), text: conftest },
		];
		for (const service of [first, ...others]) {
			const path = inFolder(folder, `test_${service.name}_container.py`);
			edits.push({ kind: 'create', path, text: containerTest(service) });
		}
		const init = inFolder(folder, '__init__.py');
		if (facts.paths.has(inFolder(folderOf(folder), '__init__.py')) && !facts.paths.has(init))
			edits.push({ kind: 'create', path: init, text: '' });
		const steps = new Map<string, ((text: string) => EditResult)[]>();
		const changed = [
			`\`${folder}\` has a fixture for ${started.map(({ name, image }) => `${titles[name]} (\`${image}\`)`).join(', ')} and a test that it answers.`,
		];
		if (!isRegistered(facts, project, config)) {
			steps.set(config.path, [current => withMarker(facts, config, current)]);
			changed.push(`\`${config.path}\` registers the marker \`integration\`.`);
		}
		const home = isDeclared(facts, project) ? null : homeOf({ facts, project });
		if (home) {
			const wanted = isOld(facts, project) ? library : `${library}>=4.15`;
			steps.set(home.path, [...(steps.get(home.path) ?? []), current => home.add(current, [wanted])]);
			changed.push(`${home.name} has \`${library}\`.`);
		}
		for (const [path, each] of steps) {
			const text = texts.get(path);
			if (text === undefined) return declined(`\`${path}\` could not be read`);
			const result = chain(text, each);
			if (result.outcome === 'declined') return result;
			const [splice, ...more] = result.splices;
			if (splice) edits.push({ kind: 'splice', path, splices: [splice, ...more] });
		}
		return {
			outcome: 'plan',
			area: 'tests',
			summary:
				others.length > 0
					? 'start services in containers for tests'
					: `start ${titles[first.name]} in a container for tests`,
			changed,
			atRunTime:
				'Nothing in production. A run of all tests starts the containers where Docker answers, which takes some seconds and an image the first time.',
			followUps: [
				`Run \`pytest ${folder}\` once, and write tests of your own queries beside the new one`,
				'Leave them out of a run with `pytest -m "not integration"`',
			],
			edits,
			...(home ? { lockDirty: true } : {}),
			reveals: true,
		};
	},
});
