import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { findingAt, readNeeds, readsIn } from './judge.ts';

// https://docs.aws.amazon.com/powertools/python/latest/utilities/parameters/#caching-parameters

/** Seconds; what the checklist allows, and what Powertools keeps values for by default. */
const longest = 300;

export default defineCheck({
	id: 'cache-age',
	spec: '4.1/max-age',
	title: 'Powertools keeps parameters for at most five minutes, and keeps them',
	failTitle: 'Powertools keeps a parameter too long, or not at all',
	severity: 'low',
	scope: 'project',
	needs: readNeeds,
	check(facts, project) {
		const reads = readsIn(facts, project).filter(({ by }) => by === 'powertools');
		if (reads.length === 0) return notApplicable('Nothing reads parameters through Powertools');
		const findings = reads.flatMap((read): readonly Finding[] => {
			if (read.maxAge !== null && read.maxAge > longest) {
				const message = `A value may be ${read.maxAge} seconds old`;
				return [findingAt(read, 'warn', message, `\`max_age=${longest}\` or less`)];
			}
			if (read.isAtLoad || (!read.isForced && read.maxAge !== 0)) return [];
			const message = read.isForced
				? '`force_fetch=True` reads the value anew in every call'
				: '`max_age=0` reads the value anew in every call';
			return [findingAt(read, 'warn', message, `\`max_age=${longest}\` or less, and more than zero`)];
		});
		return verdictOf(findings, 'Powertools keeps every value it reads, and at most for five minutes');
	},
});
