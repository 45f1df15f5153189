import { referencesOf } from '../../../core/template/references.ts';
import { defineCheck } from '../../../core/practice.ts';
import { judgeResources, stackNeeds } from '../../../core/template/stacks.ts';

export default defineCheck({
	id: 'stages',
	spec: '4.2/stages',
	title: 'Each stage has an environment of AppConfig',
	failTitle: 'All stages share one environment of AppConfig',
	severity: 'low',
	scope: 'project',
	needs: stackNeeds,
	check: (facts, project) =>
		judgeResources(facts, project, {
			check: 'feature-flags/stages',
			types: /^AWS::AppConfig::Environment$/,
			terraform: /^aws_appconfig_environment$/,
			subject: 'environments of AppConfig',
			question: 'Does each stage have an environment of AppConfig?',
			good: 'is one of several, or is named after its stage',
			judge: ({ id, at, type, properties }, { resources }) => {
				const name = properties['Name'];
				const alone = resources.filter(each => each.type === type).length === 1;
				// The framework puts the stage in with `${…}`, which stays text here.
				const isOpen =
					typeof name === 'string'
						? name.includes('${')
						: referencesOf(name ?? null).length > 0 || typeof name === 'object';
				if (!alone || isOpen) return [];
				const message = `\`${id}\` has the same name in every stage`;
				return [
					{
						level: 'warn',
						message,
						confidence: 'likely',
						at,
						expected: 'a name with the stage in it, such as `!Ref Stage`',
						key: `stage:${id}`,
					},
				];
			},
		}),
});
