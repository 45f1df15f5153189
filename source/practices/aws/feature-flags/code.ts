import type { EnvironmentRead, FlagSource } from '../../../core/facts/setting-reads.ts';
import { usesAws } from '../../../core/aws-use.ts';
import { defineCheck, manual, notApplicable, verdictOf } from '../../../core/practice.ts';
import { findingAt, readersIn, readNeeds } from '../app-configuration/judge.ts';

/** Fewer switches than this are settings of a deployment. */
const several = 3;

const expected = 'AppConfig, read through `FeatureFlags` of Powertools or `appconfigdata`';

/** Switches that a condition asks, each name once. */
const switchesOf = (reads: readonly EnvironmentRead[]): readonly EnvironmentRead[] => [
	...new Map(
		reads.filter(({ what, isAsked }) => what === 'flag' && isAsked).map(read => [read.name, read]),
	).values(),
];

const noteOf = (source: FlagSource, what: string) => findingAt(source, 'info', what, expected);

export default defineCheck({
	id: 'code',
	spec: '4.2/code',
	title: 'Feature flags come from AppConfig',
	failTitle: 'Feature flags come from the environment, or through a call that AWS has replaced',
	severity: 'low',
	scope: 'project',
	needs: readNeeds,
	check(facts, project) {
		const readers = readersIn(facts, project);
		const sources = readers.flatMap(({ value }) => value.flags);
		const outdated = sources.filter(({ kind }) => kind === 'outdated');
		if (outdated.length > 0) {
			const message =
				'`get_configuration` is replaced by `start_configuration_session` and `get_latest_configuration`';
			const findings = outdated.map(source =>
				findingAt(source, 'warn', message, 'the client `appconfigdata`'),
			);
			return verdictOf(findings, '');
		}
		const used = sources.find(({ kind }) => kind === 'app-config');
		if (used) return verdictOf([], `Flags are read from AppConfig through ${used.product}`);
		const other = sources.filter(({ kind }) => kind === 'other');
		if (other[0]) {
			const question = `Does ${other[0].product} validate flags, keep them apart by stage and roll changes out slowly?`;
			return manual(
				question,
				other.map(source => noteOf(source, `Flags come from ${source.product}`)),
			);
		}
		const switches = switchesOf(readers.flatMap(({ value }) => value.environment));
		if (!usesAws(facts, project) || switches.length < several)
			return notApplicable('Nothing here reads feature flags');
		const findings = switches.map(read =>
			findingAt(
				read,
				'warn',
				`\`${read.name}\` is a switch in the environment, which only a deployment can turn`,
				expected,
			),
		);
		return verdictOf(findings, '');
	},
});
