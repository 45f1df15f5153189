import type { Resource } from '../../../core/facts/templates.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck } from '../../../core/practice.ts';
import { refersTo } from '../../../core/template/references.ts';
import { numberOf, resolve } from '../../../core/template/resolve.ts';
import type { Stack } from '../../../core/template/stacks.ts';
import { judgeResources, stackNeeds } from '../../../core/template/stacks.ts';

// https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-deployment-strategy.html

/** Something would stop the deployment: an alarm of the environment that it goes to. */
const isWatched = ({ properties }: Resource, { resources }: Stack): boolean =>
	resources.some(
		({ id, type, properties: own }) =>
			type === 'AWS::AppConfig::Environment' &&
			own['Monitors'] !== undefined &&
			refersTo(properties['EnvironmentId'], id),
	);

/** How a deployment goes out, where nobody would notice that it is wrong before it is everywhere; null for one that waits. */
const hasteOf = ({ properties }: Resource, { resources, template }: Stack): string | null => {
	const strategy = properties['DeploymentStrategyId'];
	if (typeof strategy === 'string')
		return strategy === 'AppConfig.AllAtOnce' ? '`AppConfig.AllAtOnce`' : null;
	const own = resources.find(
		({ id, type }) => type === 'AWS::AppConfig::DeploymentStrategy' && refersTo(strategy, id),
	);
	const [bake] = resolve(own?.properties['FinalBakeTimeInMinutes'], template.value);
	const isZero = bake.state === 'absent' || (bake.state === 'known' && numberOf(bake.value) === 0);
	return own && isZero ? `\`${own.id}\`, which does not wait at the end` : null;
};

const judge = (deployment: Resource, stack: Stack): readonly Finding[] => {
	const haste = hasteOf(deployment, stack);
	if (haste === null || isWatched(deployment, stack)) return [];
	const { id, at } = deployment;
	return [
		{
			level: 'warn',
			message: `\`${id}\` goes out with ${haste}, and no alarm takes it back`,
			confidence: 'certain',
			at,
			expected: 'a strategy with a bake time, and `Monitors` on the environment',
			key: `haste:${id}`,
		},
	];
};

export default defineCheck({
	id: 'rollout',
	spec: '4.2/rollout',
	title: 'Configurations go out step by step, or under the eye of an alarm',
	failTitle: 'A configuration goes out at once, and nothing takes it back',
	severity: 'low',
	scope: 'project',
	needs: stackNeeds,
	check: (facts, project) =>
		judgeResources(facts, project, {
			check: 'feature-flags/rollout',
			types: /^AWS::AppConfig::Deployment$/,
			terraform: /^aws_appconfig_deployment$/,
			subject: 'deployments of AppConfig',
			question: 'Does every configuration go out step by step?',
			good: 'goes out step by step or is watched',
			judge,
		}),
});
