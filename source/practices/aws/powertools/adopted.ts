import type { Facts } from '../../../core/facts.ts';
import { defineCheck, notApplicable, pass, verdictOf } from '../../../core/practice.ts';
import { importsOf } from '../../../core/project-files.ts';
import { folderOf, upward } from '../../../core/folders.ts';
import type { ProjectHandler } from './judge.ts';
import { handlerNeeds, handlersIn, noHandlers, powertools } from './judge.ts';

/** Libraries that log with fields, trace or parse as well. */
const others = /^(?:structlog|aws_xray_sdk|opentelemetry|loguru)(?:\.|$)/;

/** A module of the repository, such as one of a layer, that a handler imports by its name and that uses Powertools. */
const sharedModule = (
	{ path: own, imports, functions }: ProjectHandler,
	{ modules, files }: Pick<Facts, 'modules' | 'files'>,
): string | null => {
	const names = new Set(imports.map(({ module }) => module.split('.', 1)[0] ?? ''));
	// Layers stand beside the code of the functions, wherever the template is.
	const above = functions.map(({ codeDirectory }) => folderOf(codeDirectory ?? folderOf(own)));
	for (const [path, parsed] of modules) {
		const name = /(?:^|\/)(\w+)(?:\/__init__)?\.py$/.exec(path)?.[1] ?? '';
		if (
			names.has(name) &&
			above.some(folder => upward(folderOf(path)).includes(folder)) &&
			files.get(path)?.role === 'prod' &&
			parsed.ok &&
			parsed.value.imports.some(({ module }) => powertools.test(module))
		)
			return path;
	}
	return null;
};

export default defineCheck({
	id: 'adopted',
	spec: '5.3/adopted',
	title: 'Handlers use Powertools for AWS Lambda',
	failTitle: 'No handler uses Powertools for AWS Lambda',
	severity: 'medium',
	scope: 'project',
	needs: handlerNeeds,
	check(facts, project) {
		const handlers = handlersIn(facts, project);
		const [first] = handlers;
		if (!first) return notApplicable(noHandlers);
		if (importsOf(facts, project, powertools)) return pass('The code imports `aws_lambda_powertools`');
		const through = handlers.flatMap(handler => sharedModule(handler, facts) ?? [])[0];
		if (through !== undefined)
			return pass(`Handlers import \`${through}\`, which uses \`aws_lambda_powertools\``);
		const isDeployed = handlers.some(({ functions }) => functions.length > 0);
		const hasOthers = importsOf(facts, project, others);
		const instead = hasOthers ? ', though other libraries log or trace' : '';
		return verdictOf(
			[
				{
					level: isDeployed && !hasOthers ? 'fail' : 'warn',
					message: `No code of the project imports \`aws_lambda_powertools\`${instead}`,
					confidence: isDeployed ? 'certain' : 'likely',
					at: first.handler.at,
					expected: '`aws_lambda_powertools` for logs, metrics, parsing and idempotency',
					key: 'absent',
				},
			],
			'',
		);
	},
});
