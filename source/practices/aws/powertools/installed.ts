import { stringAt, tableAt } from '../../../core/data.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import type { RequirementsFile } from '../../../core/facts/requirements.ts';
import type { Finding } from '../../../core/finding.ts';
import { folderOf, inFolder, isWithin, upward } from '../../../core/folders.ts';
import { defineCheck } from '../../../core/practice.ts';
import { rootOf } from '../../../core/template/judge.ts';
import { concludeHandlers, handlerNeeds, handlersIn, powertools } from './judge.ts';
import type { ProjectHandler } from './judge.ts';

// https://docs.aws.amazon.com/powertools/python/latest/getting-started/install/

const distribution = 'aws-lambda-powertools';

type Read = Pick<Facts, 'packaging' | 'locks' | 'requirements' | 'paths' | 'templates'>;

const layersOf = ({ properties }: LambdaFunction): string =>
	JSON.stringify(properties['Layers'] ?? properties['layers'] ?? null);

const isNamed = (list: RequirementsFile | null): boolean =>
	list?.lines.some(({ name }) => name === distribution) === true;

const listAt = (path: string, { requirements }: Read): RequirementsFile | null => {
	const parsed = requirements.get(path);
	return parsed?.ok ? parsed.value : null;
};

/** SAM builds the folder of a function by its `requirements.txt`, unless the template names another way. */
const builtList = ({ kind, codeDirectory, template, path }: LambdaFunction, facts: Read) => {
	if (kind !== 'sam' || codeDirectory === null) return null;
	const resource = tableAt(rootOf(facts, template), path.slice(0, -1)) ?? {};
	if (stringAt(resource, ['Metadata', 'BuildMethod']) !== undefined) return null;
	const file = inFolder(codeDirectory, 'requirements.txt');
	const list = listAt(file, facts);
	return list === null ? null : { file, list };
};

/** What other files or folders add to a list is not known from it. */
const isWhole = ({ lines, includes }: RequirementsFile): boolean =>
	lines.length > 0 && includes.length === 0 && lines.every(({ name }) => name !== '');

/** Something near the project names the package: a list, a lock, a layer, or the package lies in the tree. */
const isNamedNear = (facts: Read, project: Project, folders: readonly string[]): boolean => {
	const homes = [project.path, ...folders];
	const isNear = (path: string): boolean =>
		homes.some(home => isWithin(path, home) || upward(home).includes(folderOf(path)));
	const packaging = facts.packaging.get(project.path);
	return (
		packaging?.hasComputedRequirements === true ||
		packaging?.requirements.some(({ name }) => name === distribution) === true ||
		[...facts.requirements].some(([path, parsed]) => isNear(path) && parsed.ok && isNamed(parsed.value)) ||
		[...facts.locks].some(
			([path, parsed]) => isNear(path) && (!parsed.ok || Object.hasOwn(parsed.value.versions, distribution)),
		) ||
		[...facts.paths.keys()].some(path => path.endsWith('aws_lambda_powertools/__init__.py'))
	);
};

const judge = (one: ProjectHandler, facts: Read, project: Project): readonly Finding[] => {
	const { path, functions, handler } = one;
	const bare = functions.filter(
		lambda => lambda.packageType === 'zip' && ['null', '[]'].includes(layersOf(lambda)),
	);
	const [first] = bare;
	if (!first || bare.length < functions.length) return [];
	const base = { confidence: 'likely', at: handler.at, found: 'aws_lambda_powertools' } as const;
	const expected = `\`${distribution}\` in what is deployed, or its layer`;
	const folders = bare.map(({ template }) => folderOf(template));
	if (!isNamedNear(facts, project, folders)) {
		const message = `\`${path}\` imports Powertools, and no list, lock or layer brings it to \`${first.id}\``;
		return [{ ...base, level: 'fail', message, expected, key: `missing:${path}` }];
	}
	for (const lambda of bare) {
		const built = builtList(lambda, facts);
		if (built === null || isNamed(built.list) || !isWhole(built.list)) continue;
		const message = `\`${path}\` imports Powertools, and \`${built.file}\`, which \`${lambda.id}\` is built from, does not list it`;
		return [{ ...base, level: 'warn', message, expected, key: `unlisted:${path}` }];
	}
	return [];
};

/** The package of the function comes first on the path, so that the one in the layer is never loaded. */
const shadowed = ({ path, functions, handler }: ProjectHandler, facts: Read): readonly Finding[] =>
	functions.slice(0, 1).flatMap((lambda): readonly Finding[] => {
		const built = builtList(lambda, facts);
		if (built === null || !isNamed(built.list) || !/AWSLambdaPowertoolsPython/.test(layersOf(lambda)))
			return [];
		return [
			{
				level: 'info',
				message: `\`${lambda.id}\` has Powertools in a layer and in \`${built.file}\`; the layer’s is not loaded`,
				confidence: 'certain',
				at: handler.at,
				key: `twice:${path}`,
			},
		];
	});

export default defineCheck({
	id: 'installed',
	spec: '5.3/installed',
	title: 'Functions that import Powertools are deployed with it',
	failTitle: 'A function imports Powertools and is deployed without it',
	severity: 'high',
	scope: 'project',
	needs: [...handlerNeeds, 'packaging', 'locks', 'requirements', 'paths', 'templates'],
	check(facts, project) {
		const judged = handlersIn(facts, project).filter(
			({ imports, functions }) =>
				functions.length > 0 && imports.some(({ module, topLevel }) => topLevel && powertools.test(module)),
		);
		const findings = judged.flatMap(one => [...judge(one, facts, project), ...shadowed(one, facts)]);
		return concludeHandlers(
			judged.length,
			findings,
			'A list, a lock or a layer brings Powertools to the functions that import it',
			'No handler that a template deploys imports Powertools',
		);
	},
});
