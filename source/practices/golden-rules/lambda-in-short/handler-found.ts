import { valueAt } from '../../../core/data.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import { defineCheck } from '../../../core/practice.ts';
import {
	conclude,
	isSample,
	obstaclesIn,
	ownerOf,
	terraformIn,
	undecided,
} from '../../../core/template/judge.ts';

/** Its code stands in the template itself. */
const isInline = ({ properties }: LambdaFunction): boolean =>
	properties['InlineCode'] !== undefined || valueAt(properties, ['Code', 'ZipFile']) !== undefined;

/** Why the code of a function is not found; null where it is. */
const reasonFor = (lambda: LambdaFunction): string | null => {
	if (lambda.handlerFile !== null || isInline(lambda)) return null;
	if (lambda.packageType === 'image')
		return lambda.dockerfile === null
			? 'its Dockerfile is not in the repository'
			: 'its Dockerfile names no file of the repository';
	if (lambda.kind === 'chalice' || lambda.kind === 'zappa') return null;
	if (lambda.handler === null) return 'its handler is known at the deployment only';
	if (lambda.codeDirectory === null) return 'its code is put together at the deployment, or lies elsewhere';
	return `\`${lambda.handler}\` names no file below \`${lambda.codeDirectory}\``;
};

export default defineCheck({
	id: 'handler-found',
	spec: '0.7a',
	title: 'The code of every Lambda function is in the repository',
	failTitle: 'The code of a Lambda function is not found',
	severity: 'info',
	scope: 'project',
	needs: ['functions', 'templates', 'projects', 'terraform'],
	check(facts, project) {
		const own = facts.functions.functions.filter(
			({ template, python }) => python === 'yes' && ownerOf(template, facts) === project.path,
		);
		const judged = own.filter(({ template }) => !isSample(template, project.path));
		const findings = judged.flatMap(lambda => {
			const reason = reasonFor(lambda);
			return reason === null ? [] : [undecided(lambda.at, `What \`${lambda.id}\` runs`, reason)];
		});
		return conclude({
			judged: judged.length,
			findings,
			subject: 'Lambda functions',
			question: 'Do the functions whose code is not found here keep to the rules of section 5?',
			evidence: `The code of ${judged.length} Lambda ${judged.length === 1 ? 'function' : 'functions'} is in the repository`,
			reason:
				own.length > 0
					? `Only tests and examples declare Lambda functions (${own.length})`
					: 'No template of this project declares a Lambda function in Python',
			obstacles: obstaclesIn(facts, project, /^AWS::(?:Lambda|Serverless)::Function$/),
			terraform: terraformIn(facts, project, /^aws_lambda_function$/),
		});
	},
});
