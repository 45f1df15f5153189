import type { Facts, Project } from '../../source/core/facts.ts';
import { declined } from '../../source/core/fixer.ts';
import { inFolder, upward, folderOf } from '../../source/core/folders.ts';
import { filesIn } from '../../source/core/project-files.ts';
import { pytestConfigFor } from '../../source/core/pytest-options.ts';
import { isWiderTest } from '../../source/core/test-scope.ts';
import { eolOf, lineStartsOf } from '../../source/core/text.ts';
import type { Edit } from '../../source/core/tree.ts';
import { importModule } from '../../source/edit/python/imports.ts';
import { namesIn } from '../../source/edit/python/names.ts';
import { chain, spliced } from '../../source/edit/text.ts';
import { defineFixer } from '../define.ts';
import { pytestFiles } from '../touches.ts';
import { withFlags } from '../tooling/pytest-flags.ts';
import { besidePytest } from './beside-pytest.ts';
import { networkFixture } from './network-fixture.ts';

// https://github.com/miketheman/pytest-socket

const question = 'close-network';
const plugin = 'pytest-socket';
const flags = ['--disable-socket', '--allow-unix-socket'];

const needs = [
	'files',
	'modules',
	'testUse',
	'pytestConfigs',
	'devDependencies',
	'toolPins',
	'packaging',
	'requirements',
	'paths',
	'toml',
	'ini',
	'ci',
] as const;
type Needed = Pick<Facts, (typeof needs)[number]>;

/** Plug-ins whose fixtures talk to a server, a browser or a database over TCP, or that mind the network themselves. */
const needingSockets =
	/^(?:pytest-(?:docker\w*|docker-\w+|httpserver|localserver|localftpserver|postgresql|mysql|redis|mongo\w*|elasticsearch|rabbitmq|kafka|databases|playwright|selenium|splinter|aiohttp|tornado|sanic|django|flask|xprocess|recording|vcr|network|homeassistant\S*)|testcontainers\S*|localstack\S*|selenium|playwright|splinter|moto-ext)$/;

/** Modules with which a test opens sockets of its own. */
const opening =
	/^(?:socket|socketserver|http\.server|xmlrpc\.server|wsgiref\.simple_server|werkzeug\.serving|aiohttp\.(?:test_utils|web|pytest_plugin)|uvicorn|hypercorn|tornado|twisted|websockets?|grpc|zmq|testcontainers|docker|moto\.server|pytest_httpserver|selenium|playwright|sqlalchemy|django|peewee|tortoise|databases|mongoengine|beanie|pymongo|motor|psycopg2?|asyncpg|pymysql|MySQLdb|aiomysql|redis|pika|kafka|confluent_kafka|paramiko|asyncssh|multiprocessing\.managers|dask|ray|distributed|celery)(?:\.|$)/;

const isWiderFolder = (folder: string): boolean => isWiderTest(`${folder}/test_any.py`, []);

const testsOf = (facts: Needed, project: Project) =>
	filesIn(facts.testUse, facts, project).filter(({ role }) => role === 'test');

/** Topmost folders whose tests take in more than a unit. */
const openFolders = (facts: Needed, project: Project): readonly string[] => {
	const folders = testsOf(facts, project).flatMap(({ path, value }) => {
		if (value.tests + value.testCases === 0) return [];
		return upward(folderOf(path)).findLast(isWiderFolder) ?? [];
	});
	return [...new Set(folders)].toSorted();
};

/** Why the network cannot be closed without a person. */
const refusalOf = (facts: Needed, project: Project): string | null => {
	const config = pytestConfigFor(facts.pytestConfigs, project.path);
	if (!config) return 'pytest has no configuration that could take the flags';
	if (!upward(config.directory).includes(project.path))
		return `\`${config.path}\` belongs to another project`;
	if (config.problem) return `pytest refuses \`${config.path}\`: ${config.problem}`;
	const set = config.addopts.find(word =>
		/^--(?:disable-socket|allow-hosts|force-enable-socket|block-network)/.test(word),
	);
	if (set !== undefined) return `\`${config.path}\` says \`${set}\` already`;
	const needing = facts.devDependencies.find(
		({ name, path }) => needingSockets.test(name) && upward(project.path).includes(folderOf(path)),
	);
	if (needing) return `\`${needing.name}\` is in use, whose tests need the network of this machine`;
	const units = filesIn(facts.modules, facts, project).filter(
		({ path, role }) => role === 'test' && !isWiderFolder(folderOf(path)),
	);
	for (const { path, value } of units) {
		const found = value.imports.find(
			({ module, name }) => opening.test(module) || opening.test(`${module}.${name ?? ''}`),
		);
		if (found) return `\`${path}\` imports \`${found.module}\`, and may open sockets of its own`;
	}
	const marked = testsOf(facts, project).find(
		({ path, value }) => !isWiderFolder(folderOf(path)) && isWiderTest(path, value.marks),
	);
	if (marked)
		return `\`${marked.path}\` has integration tests by their marker among unit tests; a folder of their own would tell them apart`;
	const installing = facts.ci.commands.find(({ text }) => /\binstall\b[^|;&]*\spytest(?![\w.-])/.test(text));
	if (installing) return `\`${installing.path}\` installs pytest by name, where the plug-in would be missing`;
	return null;
};

const conftest = ['import pytest', '', '', ...networkFixture, ''].join('\n');

export default defineFixer({
	id: 'pytest-socket',
	title: 'Close the network to unit tests',
	checks: ['unit-tests/isolated'],
	safety: 'guided',
	needs,
	touches: ['**/conftest.py', '**/pyproject.toml', '**/Pipfile', '**/*.{txt,in}', ...pytestFiles],
	after: ['dev-tools', 'pytest-config'],
	safetyNote:
		'Only test runs change. Tests that reach the network fail from then on, and folders of integration tests keep it. It declines where ' +
		'plug-ins or tests are seen that need sockets of this machine, and where pytest is installed in more than one way. ' +
		'`fix --verify` runs the tests behind the commit and drops it where they fail.',
	takes: ({ level, key }) => level !== 'info' && key === 'http',
	isReady: (_, { facts, project }) =>
		refusalOf(facts, project) === null && typeof besidePytest(facts, project) !== 'string',
	questions: () => [
		{
			id: question,
			prompt: 'Should pytest refuse connections to the network in unit tests?',
			explanation:
				'Tests that connect today fail afterwards, until something stands in for the network; those in folders for integration tests go on.',
			kind: { type: 'yes-no' },
			fallback: 'no',
		},
	],
	reads({ facts, project }) {
		const beside = besidePytest(facts, project);
		const config = pytestConfigFor(facts.pytestConfigs, project.path);
		return [
			...new Set([
				...(typeof beside === 'string' ? [] : [beside.path]),
				...(config ? [config.path] : []),
				...openFolders(facts, project).map(folder => inFolder(folder, 'conftest.py')),
			]),
		];
	},
	plan({ facts, project, texts, answers, engines }) {
		const refusal = refusalOf(facts, project);
		const beside = besidePytest(facts, project);
		const config = pytestConfigFor(facts.pytestConfigs, project.path);
		if (refusal !== null || !config) return declined(refusal ?? 'pytest has no configuration');
		if (typeof beside === 'string') return declined(beside);
		if (answers[question] !== 'yes')
			return declined('tests that connect today would fail; answer yes to close the network to them');
		const edits: Edit[] = [];
		const steps = new Map<
			string,
			((text: string) => ReturnType<typeof spliced> | ReturnType<typeof declined>)[]
		>();
		steps.set(beside.path, [current => beside.add(current, plugin)]);
		steps.set(config.path, [
			...(steps.get(config.path) ?? []),
			current => withFlags(facts, config, flags, current),
		]);
		const folders = openFolders(facts, project);
		for (const folder of folders) {
			const path = inFolder(folder, 'conftest.py');
			const text = texts.get(path);
			if (text === undefined) {
				if (facts.files.has(path)) return declined(`\`${path}\` cannot be read`);
				edits.push({ kind: 'create', path, text: conftest });
				continue;
			}
			if (/\b(?:socket_enabled|enable_socket)\b/.test(text)) continue;
			if (/\bnetwork_allowed\b/.test(text))
				return declined(`\`${path}\` has a \`network_allowed\` of its own`);
			const parse = (current: string) =>
				engines.python({ path, text: current, lineStarts: lineStartsOf(current) });
			steps.set(path, [
				current => {
					const eol = eolOf(current);
					const start = current.trimEnd().length;
					const gap = start === 0 ? '' : eol + eol + eol;
					return spliced([{ start, end: current.length, text: gap + networkFixture.join(eol) + eol }]);
				},
				current => importModule(current, parse(current), namesIn(parse(current)), 'pytest').edit,
			]);
		}
		for (const [path, each] of steps) {
			const text = texts.get(path);
			if (text === undefined) return declined(`\`${path}\` could not be read`);
			const result = chain(text, each);
			if (result.outcome === 'declined') return result;
			const [first, ...rest] = result.splices;
			if (first) edits.push({ kind: 'splice', path, splices: [first, ...rest] });
		}
		const [first, ...rest] = edits;
		if (!first) return declined('the configuration says so already');
		return {
			outcome: 'plan',
			area: 'tests',
			summary: 'close the network to unit tests',
			changed: [
				`\`${config.path}\` gives every run \`${flags.join(' ')}\`, and \`${beside.path}\` has \`${plugin}\`, which knows them.`,
				...(folders.length === 0
					? []
					: [`Tests in ${folders.map(folder => `\`${folder}\``).join(', ')} go on using the network.`]),
			],
			atRunTime: 'Nothing in production; a unit test that connects to anything but a Unix socket fails.',
			followUps: [
				`Install \`${plugin}\` before the next run: pytest refuses flags that it does not know`,
				'Run the tests, and give those that fail a stand-in such as `responses`, or a folder of integration tests',
			],
			edits: [first, ...rest],
			lockDirty: true,
		};
	},
});
