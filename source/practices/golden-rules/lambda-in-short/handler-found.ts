import { counted } from '../../../core/counted.ts';
import { concludeDeclared, declaredIn } from '../../../core/template/judge-functions.ts';
import { valueAt } from '../../../core/data.ts';
import type { LambdaFunction } from '../../../core/facts/functions.ts';
import { defineCheck } from '../../../core/practice.ts';
import { undecided } from '../../../core/template/judge.ts';

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
		const declared = declaredIn(facts, project, ({ python }) => python === 'yes');
		const judged = declared.deployed;
		const findings = judged.flatMap(lambda => {
			const reason = reasonFor(lambda);
			return reason === null ? [] : [undecided(lambda.at, `What \`${lambda.id}\` runs`, reason)];
		});
		return concludeDeclared(facts, project, declared, {
			judged: judged.length,
			findings,
			question: 'Do the functions whose code is not found here keep to the rules of section 5?',
			evidence: `The code of ${counted(judged.length, 'Lambda function')} is in the repository`,
		});
	},
});
