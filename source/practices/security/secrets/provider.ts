import type { Level } from '../../../core/finding.ts';
import { defineCheck, verdictOf } from '../../../core/practice.ts';
import type { Found } from './standing.ts';
import {
	credentialFile,
	foundIn,
	isEnvironmentFile,
	isProvided,
	keyFile,
	secretFinding,
	shownName,
	whatOf,
} from './standing.ts';

/** In a test or a document these are made for it, or say nothing without their other half. */
const harmlessInSamples = new Set([
	'private-key',
	'encrypted-private-key',
	'jwt',
	'url',
	'database',
	'stripe-test',
]);
const frontEnd = /\.(?:[cm]?[jt]sx?|vue|svelte|html?)$/i;

const levelOf = ({ path, standing, site }: Found): Level => {
	const isLoneId = site.kind === 'aws-access-key-id' && !site.hasPartner;
	if (standing === 'sample')
		return harmlessInSamples.has(site.kind) || isLoneId || !site.isSure ? 'info' : 'warn';
	if (site.isLocal || (isLoneId && !site.isSure)) return 'info';
	// Keys of maps in a browser are public, and limited to a site.
	if (!site.isSure || isLoneId || (site.kind === 'google' && frontEnd.test(path))) return 'warn';
	return 'fail';
};

export default defineCheck({
	id: 'provider',
	spec: '8.3/provider',
	title: 'No file holds a credential of a known form',
	failTitle: 'A file holds a credential of a known form',
	severity: 'high',
	scope: 'repository',
	needs: ['secrets', 'files'],
	check(facts) {
		const found = foundIn(facts).filter(
			({ path, site }) =>
				isProvided(site) &&
				!isEnvironmentFile(path) &&
				!credentialFile.test(path) &&
				!(keyFile.test(path) && site.kind.endsWith('private-key')),
		);
		return verdictOf(
			found.map(one =>
				secretFinding(one.path, one.site, levelOf(one), {
					message: `The line holds ${whatOf(one.site)}${shownName(one.site)}`,
					expected: 'revoked, and read at run time from Parameter Store or the environment',
					isLikely: !one.site.isSure || one.standing === 'sample',
				}),
			),
			'no text file holds a token, key or address with a password of a form that is known',
		);
	},
});
