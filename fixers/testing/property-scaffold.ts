import type { Facts, Project } from '../../source/core/facts.ts';
import type { ParserFunction, ValidatedModel } from '../../source/core/facts/parsers.ts';
import type { Planned } from '../../source/core/fixer.ts';
import { declined } from '../../source/core/fixer.ts';
import { inFolder } from '../../source/core/folders.ts';
import { candidatesIn } from '../../source/core/parser-candidates.ts';
import { filesIn } from '../../source/core/project-files.ts';
import type { Edit } from '../../source/core/tree.ts';
import { defineFixer } from '../define.ts';
import { homeOf } from '../tooling/dev-tools.ts';
import { declaring } from '../tooling/wanted-gates.ts';
import { isTestable, propertyFile } from './property-file.ts';

const question = 'add-tests';
const most = 6;

type Needed = Pick<
	Facts,
	| 'files'
	| 'paths'
	| 'parsers'
	| 'modules'
	| 'devDependencies'
	| 'toolPins'
	| 'toml'
	| 'packaging'
	| 'requirements'
>;

/** A module whose tests can be written. */
interface Target {
	readonly module: string;
	readonly functions: readonly ParserFunction[];
	readonly models: readonly ValidatedModel[];
	readonly test: string;
}

/** How tests import a file: as they do with others of its package already. */
const moduleOf = (facts: Needed, project: Project, path: string): string | null => {
	const inside = project.path === '.' ? path : path.slice(project.path.length + 1);
	const dotted = inside
		.replace(/^src\//, '')
		.replace(/(?:\/__init__)?\.py$/, '')
		.replaceAll('/', '.');
	if (!/^[A-Za-z_][\w.]*$/.test(dotted)) return null;
	const [top = ''] = dotted.split('.');
	const isKnown = filesIn(facts.modules, facts, project).some(
		({ role, value }) =>
			role === 'test' && value.imports.some(({ module }) => module === top || module.startsWith(`${top}.`)),
	);
	return isKnown ? dotted : null;
};

/** Models of pydantic 2, as what their module imports shows; settings read the environment. */
const modelsOf = (facts: Needed, path: string, models: readonly ValidatedModel[]) => {
	const parsed = facts.modules.get(path);
	const isSecond =
		parsed?.ok === true &&
		parsed.value.imports.some(
			({ module, name }) => module === 'pydantic' && /^(?:field|model)_validator$/.test(name ?? ''),
		);
	return isSecond ? models.filter(({ name }) => !/^_|Settings|Config|Base|Mixin/.test(name)) : [];
};

const testFolder = (facts: Needed, project: Project): string | null =>
	['tests', 'test']
		.map(name => inFolder(project.path, name))
		.find(folder =>
			[...facts.files.values()].some(({ path, role }) => role === 'test' && path.startsWith(`${folder}/`)),
		) ?? null;

/** The module with most to go wrong of those whose parsers a test can call; else why there is none. */
const targetFor = (facts: Needed, project: Project): Target | string => {
	const folder = testFolder(facts, project);
	if (folder === null) return 'the folder of the tests is not called `tests` or `test`';
	const paths = [...new Set(candidatesIn(facts, project).map(({ path }) => path))];
	let reason = 'no parser here takes one argument alone and raises errors of names that can be imported';
	for (const path of paths) {
		const parsed = facts.parsers.get(path);
		if (!parsed?.ok) continue;
		const functions = parsed.value.functions.filter(isTestable).slice(0, most);
		const models = modelsOf(facts, path, parsed.value.models).slice(0, most - functions.length);
		if (functions.length + models.length === 0) continue;
		const module = moduleOf(facts, project, path);
		if (module === null) {
			reason = `no test imports from the package of \`${path}\`, so how a test would is not known`;
			continue;
		}
		const stem = module.replaceAll('.', '_');
		return { module, functions, models, test: `${folder}/property/test_${stem}_properties.py` };
	}
	return reason;
};

const isDeclared = (facts: Needed, project: Project): boolean =>
	declaring(facts, project, 'hypothesis').length > 0;

const planFor = (facts: Needed, project: Project, manifest: string | undefined): Planned => {
	const target = targetFor(facts, project);
	if (typeof target === 'string') return declined(target);
	const { module, functions, models, test } = target;
	if (facts.paths.has(test)) return declined(`\`${test}\` is there already`);
	const create: Edit = { kind: 'create', path: test, text: propertyFile(module, functions, models) };
	const names = [...functions, ...models].map(({ name }) => `\`${name}\``).join(', ');
	const edits: [Edit, ...Edit[]] = [create];
	const changed = [`\`${test}\` gives ${names} input that hypothesis makes up.`];
	if (!isDeclared(facts, project)) {
		const home = homeOf({ facts, project });
		if (!home || manifest === undefined)
			return declined(
				'`hypothesis` is not declared, and no list of development dependencies could be edited',
			);
		const result = home.add(manifest, ['hypothesis']);
		if (result.outcome === 'declined') return result;
		const [first, ...rest] = result.splices;
		if (first) edits.push({ kind: 'splice', path: home.path, splices: [first, ...rest] });
		changed.push(`${home.name} has \`hypothesis\`.`);
	}
	return {
		outcome: 'plan',
		area: 'tests',
		summary: `test ${module} with generated input`,
		changed,
		atRunTime: 'Nothing; only tests change.',
		followUps: [`Run \`pytest ${test}\`: what it finds is an input that breaks the code in a way of its own`],
		edits,
		...(edits.length > 1 ? { lockDirty: true } : {}),
		reveals: true,
	};
};

export default defineFixer({
	id: 'property-scaffold',
	title: 'Test a parser with generated input',
	checks: ['property-tests/generated'],
	safety: 'guided',
	needs: [
		'files',
		'paths',
		'parsers',
		'modules',
		'devDependencies',
		'toolPins',
		'toml',
		'packaging',
		'requirements',
	],
	touches: ['**/test_*_properties.py', '**/pyproject.toml', '**/Pipfile', '**/*.{txt,in}'],
	after: ['dev-tools'],
	safetyNote:
		'A new file of tests for functions without side effects; nothing is claimed but that input is refused with `ValueError`, ' +
		'errors that the function itself names, or pydantic’s. The tests are not run here, and may find something at once: ' +
		'`fix --verify` runs them behind the commit and drops it where they fail.',
	takes: ({ key }) => key === 'generated',
	isReady: (_, { facts, project }) => {
		const target = targetFor(facts, project);
		return (
			typeof target !== 'string' &&
			!facts.paths.has(target.test) &&
			(isDeclared(facts, project) || homeOf({ facts, project }) !== null)
		);
	},
	questions({ facts, project }) {
		const target = targetFor(facts, project);
		if (typeof target === 'string') return [];
		return [
			{
				id: question,
				prompt: `Should tests with generated input be added for \`${target.module}\`?`,
				explanation:
					'They may fail from the first run, for input that breaks the code; then the code is to be mended, or the error named.',
				kind: { type: 'yes-no' },
				fallback: 'no',
			},
		];
	},
	reads({ facts, project }) {
		const home = isDeclared(facts, project) ? null : homeOf({ facts, project });
		return home ? [home.path] : [];
	},
	plan({ facts, project, texts, answers }) {
		const planned = planFor(facts, project, [...texts.values()][0]);
		return planned.outcome !== 'plan' || answers[question] === 'yes'
			? planned
			: declined('new tests may fail from their first run; answer yes to add them');
	},
});
