import { shortList } from '../../../core/short-list.ts';
import { defineCheck, manual, pass, verdictOf } from '../../../core/practice.ts';
import { isForChanges } from '../../../core/ci.ts';

export default defineCheck({
	id: 'pipeline',
	spec: '0.3',
	title: 'A pipeline runs on every change',
	failTitle: 'No pipeline runs on every change',
	severity: 'high',
	scope: 'repository',
	needs: ['ci'],
	check({ ci }) {
		const forChanges = ci.sources.filter(({ triggers }) => isForChanges(triggers));
		const [first, ...rest] = forChanges;
		if (first) {
			return pass(
				rest.length === 0
					? `\`${first.path}\` runs on changes`
					: `${shortList(
							forChanges.map(({ path }) => `\`${path}\``),
							3,
						)} run on changes`,
			);
		}
		const [broken] = ci.broken;
		if (broken) {
			return manual(`\`${broken.path}\` cannot be read (${broken.message}). Does it run on every change?`);
		}
		const [outside] = ci.outOfSight;
		if (outside) return manual(`${outside.name} is outside this repository. Does it run on every change?`);
		const [source] = ci.sources;
		if (source) {
			return verdictOf(
				[
					{
						level: 'fail',
						message: `No pipeline starts with a pull request or a push; \`${source.path}\` runs at other times`,
						confidence: 'certain',
						at: { path: source.path },
						expected: 'a trigger for pull requests',
						key: 'no trigger',
					},
				],
				'',
			);
		}
		return verdictOf(
			[
				{
					level: 'fail',
					message: 'No configuration of a pipeline is in this repository',
					confidence: 'likely',
					at: { path: '.github/workflows' },
					found: `none in ${ci.searched.join(', ')}`,
					expected: 'a pipeline that runs lint, types and tests on every change',
					key: 'no pipeline',
				},
			],
			'',
		);
	},
});
