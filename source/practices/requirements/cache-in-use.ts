import { defineCheck, manual, notApplicable } from '../../core/practice.ts';

const caches = /^(?:redis|valkey|aiocache|redis-py-cluster|valkey-glide|pymemcache|cachetools)$/;

export default defineCheck({
	id: 'cache-in-use',
	spec: '10.O4',
	title: 'The cache is worth its place',
	failTitle: 'The cache is not worth its place, or one is missing',
	severity: 'low',
	scope: 'project',
	needs: ['packaging'],
	check(facts, project) {
		if (!project.kinds.some(kind => kind === 'lambda' || kind === 'service'))
			return notApplicable('no Lambda function and no service is here');
		const cache = (facts.packaging.get(project.path)?.requirements ?? []).find(({ name }) =>
			caches.test(name),
		);
		if (!cache) return manual('No cache is among the dependencies. Do answers come fast enough without one?');
		return manual(`\`${cache.name}\` is among the dependencies. Is its hit rate known, and worth it?`, [
			{
				level: 'info',
				message: `\`${cache.name}\` is declared`,
				confidence: 'certain',
				at: cache.at,
				key: cache.name,
			},
		]);
	},
});
