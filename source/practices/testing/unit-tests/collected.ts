import { nameIn } from '../../../core/folders.ts';
import { counted } from '../../../core/counted.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { declaredIn } from '../../tooling/dev-tools/scope.ts';
import { testingOf } from '../../tooling/pytest/scope.ts';
import { collectionOf, noTests, testFilesOf, testsIn, type TestFile } from './suite.ts';

const runsCoroutines =
	/^(?:anyio|trio|pytest-(?:asyncio\w*|aio|anyio|trio|tornasync|tornado|twisted|aiohttp|sanic|playwright-asyncio|async\w*)|alt-pytest-asyncio|aiohttp|starlette|fastapi|httpx)$/;
const abstract = /^_|mixin|base|abstract|common|shared/i;
const asset =
	/(?:^|\/)(?:data|fixtures?|resources?|assets|examples?|samples?|snapshots?|testdata|test_data|helpers?|templates?)\//i;

const lostClasses = (
	file: TestFile,
	bases: ReadonlySet<string>,
	takesClass: (name: string) => boolean,
): Finding[] =>
	file.value.classes.flatMap(
		({ name, line, hasInit, bases: own, isNested, isDecorated, tests }): Finding[] => {
			if (isNested || isDecorated || own.length > 0 || bases.has(name)) return [];
			const at = { path: file.path, line };
			if (takesClass(name)) {
				return hasInit
					? [
							{
								level: 'warn',
								message: `pytest leaves out \`${name}\` and its ${counted(tests, 'test')}, because it has an \`__init__\``,
								confidence: 'certain',
								at,
								expected: 'a fixture, or `setup_method`',
								key: `init ${name}`,
							},
						]
					: [];
			}
			if (abstract.test(name)) return [];
			return [
				{
					level: 'warn',
					message: `pytest leaves out \`${name}\` and its ${counted(tests, 'test')}: the name is not one that it collects`,
					confidence: 'likely',
					at,
					expected: `\`class Test${name.replace(/Tests?$/, '')}\``,
					key: `class ${name}`,
				},
			];
		},
	);

export default defineCheck({
	id: 'collected',
	spec: '7.1/collected',
	title: 'Pytest collects every test that is written',
	failTitle: 'Tests are written that never run',
	severity: 'medium',
	scope: 'project',
	needs: [
		'projects',
		'files',
		'toml',
		'ini',
		'pytestConfigs',
		'testUse',
		'testCode',
		'toolPins',
		'devDependencies',
		'packaging',
		'lint',
		'modules',
		'locks',
		'ci',
	],
	check(facts, project) {
		const files = testFilesOf(facts, project);
		const count = testsIn(files);
		if (count === 0) return notApplicable(noTests);
		const findings: Finding[] = [];
		for (const { path, role, value } of filesIn(facts.lint, facts, project)) {
			if (role !== 'test') continue;
			for (const hit of value) {
				const name = hit.code === 'F811' ? /`(test\w*)`/.exec(hit.message)?.[1] : undefined;
				if (name === undefined) continue;
				findings.push({
					level: 'warn',
					message: `Another \`${name}\` takes the place of an earlier one, which never runs`,
					confidence: 'certain',
					at: { path, line: hit.line },
					found: hit.source,
					expected: 'a name of its own for each test',
					key: `again ${name}`,
				});
			}
		}
		const testing = testingOf(facts, project);
		const byPytest = testing && (testing.needsPytest || testing.config || testing.declaredIn !== null);
		if (byPytest) {
			const { takesFile, takesClass } = collectionOf(facts, project);
			const bases = new Set(
				[...facts.testCode.values()].flatMap(parsed => (parsed.ok ? parsed.value.derivedFrom : [])),
			);
			const imported = new Set(
				[...facts.modules.values()].flatMap(parsed =>
					parsed.ok
						? parsed.value.imports.flatMap(({ module, name }) => [
								module.slice(module.lastIndexOf('.') + 1),
								...(name === null ? [] : [name]),
							])
						: [],
				),
			);
			const plugin =
				[...declaredIn(facts, project).keys()].some(name => runsCoroutines.test(name)) ||
				[...facts.locks.values()].some(
					lock => lock.ok && Object.keys(lock.value.versions).some(name => runsCoroutines.test(name)),
				) ||
				files.some(({ value }) => value.runsCoroutines);
			const knowsDependencies = project.manifests.length > 0;
			for (const file of files) {
				const name = nameIn(file.path);
				const { tests } = file.value;
				if (takesFile(name)) {
					findings.push(...lostClasses(file, bases, takesClass));
					const coroutine = tests.find(
						({ isAsync, classes, decorators }) => isAsync && classes.length === 0 && decorators.length === 0,
					);
					if (!plugin && knowsDependencies && coroutine) {
						findings.push({
							level: 'warn',
							message: `\`async def ${coroutine.name}\` needs a plug-in of pytest, and none is declared`,
							confidence: 'likely',
							at: { path: file.path, line: coroutine.line },
							expected: '`pytest-asyncio` or `anyio` among the development dependencies',
							key: 'async',
						});
					}
					continue;
				}
				const module = name.replace(/\.py$/, '');
				const loose = tests.find(({ classes }) => classes.length === 0);
				if (!loose || name === 'conftest.py' || name === '__init__.py' || name === 'tests.py') continue;
				if (asset.test(file.path) || imported.has(module)) continue;
				if (facts.ci.commands.some(({ text }) => text.includes(name))) continue;
				findings.push({
					level: 'warn',
					message: `pytest does not look into \`${name}\`, where \`${loose.name}\` stands`,
					confidence: 'likely',
					at: { path: file.path, line: loose.line },
					expected: `\`test_${name}\``,
					key: `file ${name}`,
				});
			}
		}
		return verdictOf(findings, `nothing keeps the ${counted(count, 'test')} from being run`);
	},
});
