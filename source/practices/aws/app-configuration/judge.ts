import type { CodeSite } from '../../../core/facts/code-site.ts';
import type { SettingReads, StoreRead } from '../../../core/facts/setting-reads.ts';
import type { Facts, Project } from '../../../core/facts.ts';
import type { Finding, Level } from '../../../core/finding.ts';
import { runsInLambda } from '../../../core/lambda.ts';
import type { ProjectFile } from '../../../core/project-files.ts';
import { filesIn } from '../../../core/project-files.ts';

/** Facts that checks of reads in code ask for. */
export const readNeeds = ['files', 'settingReads', 'modules', 'functions'] as const;
export type ReadFacts = Pick<Facts, (typeof readNeeds)[number]>;

/** Files of production code that take configuration from somewhere. */
export const readersIn = (facts: ReadFacts, project: Project): readonly ProjectFile<SettingReads>[] =>
	filesIn(facts.settingReads, facts, project).filter(({ role }) => role === 'prod');

/** Reads of Parameter Store and Secrets Manager in production code; those that keep the stores themselves are left out. */
export const readsIn = (facts: ReadFacts, project: Project): readonly StoreRead[] =>
	readersIn(facts, project).flatMap(({ value }) =>
		value.isUpkeep ? [] : value.stores.filter(({ what }) => what !== 'app-config'),
	);

/** The same, of code that Lambda runs. */
export const lambdaReadsIn = (facts: ReadFacts, project: Project): readonly StoreRead[] =>
	readsIn(facts, project).filter(({ at }) => runsInLambda(at.path, facts));

export const storeOf = ({ what }: StoreRead): string =>
	what === 'secret' ? 'Secrets Manager' : what === 'app-config' ? 'AppConfig' : 'Parameter Store';

/** A finding at a read; our own marker with its reason leaves a note. */
export const findingAt = (
	{ at, code, suppression }: CodeSite,
	level: Level,
	message: string,
	expected: string,
): Finding => {
	const accepted = suppression?.by === 'bp-audit' ? `; accepted: ${suppression.reason.slice(0, 120)}` : '';
	return {
		level: accepted === '' ? level : 'info',
		message: message + accepted,
		confidence: 'likely',
		at,
		found: code,
		expected,
		key: `${message}\0${code}`,
	};
};
