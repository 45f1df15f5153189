import { expect, test } from 'vitest';
import type { Parsed } from '../../../source/core/facts.ts';
import type { IniDocument, TomlDocument } from '../../../source/core/facts/config.ts';
import type { PythonModule } from '../../../source/core/facts/python.ts';
import type { SetupScript } from '../../../source/core/facts/setup-script.ts';
import { readIni } from '../../../source/edit/ini/read.ts';
import { readToml } from '../../../source/edit/toml/read.ts';
import files from '../../../source/facts/projects/files.ts';
import projects from '../../../source/facts/projects/projects.ts';

type Sources = Parameters<typeof projects.derive>[0];

const module = (over: Partial<PythonModule> = {}): Parsed<PythonModule> => ({
	ok: true,
	value: { lines: 1, imports: [], handlers: [], hasMainGuard: false, isGenerated: false, ...over },
});
const importing = (name: string): Partial<PythonModule> => ({
	imports: [{ module: name, name: null, as: name, line: 1, topLevel: true }],
});
const setup: Parsed<SetupScript> = {
	ok: true,
	value: {
		name: null,
		version: null,
		pythonRequires: null,
		classifiers: [],
		installRequires: [],
		requirementFiles: [],
		tools: [],
		keywords: [],
		computed: [],
		hasConsoleScripts: false,
		packageFolders: {},
		findsIn: null,
		findsExcept: [],
		packages: [],
		modules: [],
		line: 1,
	},
};

const textOf = (content: string | Partial<PythonModule>): string =>
	typeof content === 'string' ? content : '';

/** Facts of files given by their text; Python files may say what is in them. */
const sources = (tree: Readonly<Record<string, string | Partial<PythonModule>>>): Sources => {
	const named = (end: string) => Object.entries(tree).filter(([path]) => path.endsWith(end));
	return {
		repository: {
			name: 'repo',
			limits: { moduleLines: 400, coverage: 90, lambdaTimeoutSeconds: 30 },
			today: '2026-11-22',
		},
		paths: new Map(Object.keys(tree).map(path => [path, { size: 1 }])),
		toml: new Map(
			[...named('.toml'), ...named('Pipfile')].map(([path, text]): [string, Parsed<TomlDocument>] => {
				const reading = readToml(textOf(text));
				return reading.ok
					? [path, { ok: true, value: { path, value: reading.toml.value, locations: {} } }]
					: [path, { ok: false, message: reading.message, line: reading.line }];
			}),
		),
		ini: new Map(
			named('setup.cfg').map(([path, text]): [string, Parsed<IniDocument>] => {
				const reading = readIni(textOf(text));
				if (!reading.ok) throw new Error(reading.message);
				const sections = Object.fromEntries(
					[...reading.blocks].map(([name, { line, options }]) => [
						name,
						{ line, options: Object.fromEntries(options) },
					]),
				);
				return [path, { ok: true, value: { path, sections } }];
			}),
		),
		setupScripts: new Map(named('setup.py').map(([path]) => [path, setup])),
		modules: new Map(
			named('.py').map(([path, over]) => [path, module(typeof over === 'string' ? {} : over)]),
		),
		pythonPlaces: new Map(),
		functions: { functions: [], codeDirectories: [], unread: [] },
	};
};
const projectsOf = (tree: Parameters<typeof sources>[0]) => projects.derive(sources(tree));
const rolesIn = (tree: Parameters<typeof sources>[0]): Readonly<Record<string, string>> => {
	const facts = { ...sources(tree), projects: projectsOf(tree) };
	return Object.fromEntries([...files.derive(facts).values()].map(({ path, role }) => [path, role]));
};

const project = '[project]\nname = "x"\n';

test('a pyproject.toml of tool tables alone is no project', () => {
	expect(projectsOf({ 'pyproject.toml': '[tool.ruff]\n', 'a.py': '' })).toMatchObject([
		{ path: '.', name: 'repo', declared: false, manifests: [] },
	]);
});

test('a broken pyproject.toml still makes a project', () => {
	expect(projectsOf({ 'a/pyproject.toml': '[project\n' })).toMatchObject([{ path: 'a', declared: true }]);
});

test('workspace members share the lock of their root, excluded folders do not', () => {
	const found = projectsOf({
		'pyproject.toml': `${project}[tool.uv.workspace]\nmembers = ["packages/*", "tests/kit"]\nexclude = ["packages/c"]\n`,
		'packages/a/pyproject.toml': project,
		'packages/b/deep/pyproject.toml': project,
		'packages/c/pyproject.toml': project,
		'tests/kit/pyproject.toml': project,
		'tests/data/pyproject.toml': project,
	});
	expect(found.map(({ path, lockRoot }) => [path, lockRoot])).toEqual([
		['.', '.'],
		['packages/a', '.'],
		['packages/b/deep', 'packages/b/deep'],
		['packages/c', 'packages/c'],
		['tests/kit', '.'],
	]);
});

test('Python files that no manifest covers are a project of their own, undeclared', () => {
	expect(projectsOf({ 'a/pyproject.toml': project, 'tool.py': '' })).toMatchObject([
		{ path: '.', declared: false, kinds: ['scripts'] },
		{ path: 'a', declared: true },
	]);
	expect(projectsOf({ 'a/pyproject.toml': project, 'README.md': '' })).toHaveLength(1);
});

test('requirements beside code are a project, inside a package or among tools they are not', () => {
	expect(projectsOf({ 'fn/requirements.txt': '', 'fn/app.py': '' }).map(({ path }) => path)).toEqual(['fn']);
	expect(
		projectsOf({
			'pyproject.toml': project,
			'x/__init__.py': '',
			'x/requirements.txt': '',
			'scripts/requirements.txt': '',
			'scripts/a.py': '',
		}).map(({ path }) => path),
	).toEqual(['.']);
});

test('examples are projects only where there is nothing else', () => {
	expect(projectsOf({ 'examples/a/pyproject.toml': project }).map(({ path }) => path)).toEqual([
		'examples/a',
	]);
	expect(
		projectsOf({ 'pyproject.toml': project, 'examples/a/pyproject.toml': project }).map(({ path }) => path),
	).toEqual(['.']);
});

test.each([
	['lambda', { 'requirements.txt': '', 'handler.py': { handlers: [{ name: 'main', line: 1 }] } }],
	['lambda', { 'pyproject.toml': project, '.chalice/config.json': '', 'a.py': '' }],
	['service', { 'pyproject.toml': project, Dockerfile: '', 'main.py': importing('fastapi') }],
	['cli', { 'pyproject.toml': `${project}scripts = { x = "x:main" }\n`, 'x.py': '' }],
	['cli', { 'pyproject.toml': project, 'x.py': { ...importing('argparse'), hasMainGuard: true } }],
	['library', { 'pyproject.toml': `${project}[build-system]\n`, 'src/x/__init__.py': '' }],
	['library', { 'setup.py': '', 'x/__init__.py': importing('flask') }],
	['scripts', { 'pyproject.toml': project, 'x.py': importing('fastapi') }],
])('a project is %s by %j', (kind, tree) => {
	expect(projectsOf(tree)[0]?.kinds).toEqual([kind]);
});

test('a released package stays a library beside its command', () => {
	const found = projectsOf({
		'pyproject.toml': `${project}scripts = { x = "x:main" }\nclassifiers = ["Development Status :: 5"]\n[build-system]\n`,
		'x.py': '',
	});
	expect(found[0]?.kinds).toEqual(['cli', 'library']);
});

test('what lies in a folder of tools is production code where it is a project', () => {
	const roles = rolesIn({
		'pyproject.toml': project,
		'tools/a/pyproject.toml': project,
		'tools/a/x.py': '',
		'tools/b.py': '',
	});
	expect([roles['tools/a/x.py'], roles['tools/b.py']]).toEqual(['prod', 'script']);
});

test('a command with a module of handlers is no function unless something deploys it', () => {
	const tree = {
		'pyproject.toml': `${project}scripts = { x = "x:main" }\n[build-system]\n`,
		'x/handler.py': { handlers: [{ name: 'run', line: 1 }] },
	};
	expect(projectsOf(tree)[0]?.kinds).toEqual(['cli']);
	expect(projectsOf({ ...tree, 'infra/stack.py': importing('aws_cdk') })[0]?.kinds).toEqual([
		'lambda',
		'cli',
	]);
});

test('roles come from folders, names and content; parts of a package are production code', () => {
	expect(
		rolesIn({
			'checkov/__init__.py': '',
			'checkov/terraform/__init__.py': '',
			'checkov/terraform/tests/test_a.py': '',
			'src/tools/__init__.py': '',
			'tools/a.py': '',
			'tests/helpers.py': '',
			'integration-tests/steps/stacks.py': '',
			'deploy/app.py': '',
			'app.py': importing('aws_cdk'),
			'docs/conf.py': '',
			'db/migrations/0001.py': '',
			'db/env.py': '',
			'db/versions/0001.py': '',
			'x/versions/a.py': '',
			'a_pb2.py': '',
			'b.py': { isGenerated: true },
			'_vendor/six.py': '',
			'app/patched/pip/main.py': '',
			'tests_azure/data/sample.py': '',
			'hooks/post_gen_project.py': '',
			'setup.py': '',
			'x/tasks.py': '',
			'tasks.py': '',
		}),
	).toEqual({
		'checkov/__init__.py': 'prod',
		'checkov/terraform/__init__.py': 'prod',
		'checkov/terraform/tests/test_a.py': 'test',
		'src/tools/__init__.py': 'prod',
		'tools/a.py': 'script',
		'tests/helpers.py': 'test',
		'integration-tests/steps/stacks.py': 'test',
		'deploy/app.py': 'infra',
		'app.py': 'infra',
		'docs/conf.py': 'docs',
		'db/migrations/0001.py': 'migration',
		'db/env.py': 'prod',
		'db/versions/0001.py': 'migration',
		'x/versions/a.py': 'prod',
		'a_pb2.py': 'generated',
		'b.py': 'generated',
		'_vendor/six.py': 'vendored',
		'app/patched/pip/main.py': 'vendored',
		'tests_azure/data/sample.py': 'test',
		'hooks/post_gen_project.py': 'script',
		'setup.py': 'config',
		'x/tasks.py': 'prod',
		'tasks.py': 'config',
	});
});

test('a folder of specifications holds tests where a module of it is written with a library for tests', () => {
	expect(
		rolesIn({
			'spec/helper.py': '',
			'spec/unit/orders.py': importing('unittest'),
			'openapi/spec/build.py': importing('yaml'),
			'shop/__init__.py': '',
			'shop/spec/__init__.py': '',
			'shop/spec/check.py': importing('unittest'),
		}),
	).toMatchObject({
		'spec/helper.py': 'test',
		'spec/unit/orders.py': 'test',
		'openapi/spec/build.py': 'prod',
		'shop/spec/check.py': 'prod',
	});
});

test('one file of tests is known by its library', () => {
	expect(
		rolesIn({
			'test.py': importing('unittest'),
			'shop/__init__.py': '',
			'shop/tests.py': importing('django.test'),
			'shop/client/__init__.py': '',
			'shop/client/test.py': importing('httpx'),
		}),
	).toMatchObject({ 'test.py': 'test', 'shop/tests.py': 'test', 'shop/client/test.py': 'prod' });
});

test('a list of requirements anywhere inside a package belongs to the project around it', () => {
	const found = projectsOf({
		'pyproject.toml': project,
		'orders/__init__.py': '',
		'orders/ext/lab/requirements.txt': 'numpy\n',
		'orders/ext/lab/run.py': '',
		'tool-shed/requirements.txt': 'numpy\n',
		'tool-shed/run.py': '',
	});
	expect(found.map(({ path }) => path)).toEqual(['.', 'tool-shed']);
});

test('what a program copies out of its templates is no code of it, and makes no Lambda function of it', () => {
	const tree = {
		'setup.py': '',
		'orders/__init__.py': '',
		'orders/templates/0001-lambda/app.py': { handlers: [{ name: 'handler', line: 1 }] },
		'orders/templates/0001-lambda/.chalice/config.json': '{}',
		'orders/templates/email/render.py': '',
	};
	expect(projectsOf(tree)).toMatchObject([{ path: '.', kinds: ['library'] }]);
	expect(rolesIn(tree)).toMatchObject({
		'orders/templates/0001-lambda/app.py': 'template',
		'orders/templates/email/render.py': 'prod',
	});
});
