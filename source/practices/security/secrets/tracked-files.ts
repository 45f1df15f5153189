import type { Facts } from '../../../core/facts.ts';
import type { Finding, Level } from '../../../core/finding.ts';
import { defineCheck, verdictOf } from '../../../core/practice.ts';
import { credentialFile, isEnvironmentFile, keyFile, keyStore, standingOf } from './standing.ts';

interface Judged {
	readonly level: Level;
	readonly message: string;
	readonly line?: number;
	readonly isLikely?: boolean;
}

const judge = (path: string, facts: Pick<Facts, 'secrets' | 'files'>): Judged | null => {
	const standing = standingOf(path, facts.files.get(path)?.role ?? 'prod');
	if (standing === 'foreign') return null;
	const isSample = standing === 'sample';
	const parsed = facts.secrets.get(path);
	const sites = parsed?.ok === true ? parsed.value : [];
	const first = sites.find(({ isSure, suppression }) => isSure && suppression === null);
	const line = first === undefined ? {} : { line: first.line };
	if (isEnvironmentFile(path)) {
		if (!first)
			return isSample
				? null
				: { level: 'warn', message: 'Git tracks a file of variables; what it holds now looks harmless' };
		return {
			level: isSample ? 'info' : 'fail',
			message: 'Git tracks a file of variables, and a value in it looks like a secret',
			isLikely: true,
			...line,
		};
	}
	if (keyStore.test(path))
		return { level: isSample ? 'info' : 'fail', message: 'Git tracks a store of private keys' };
	if (path.endsWith('.tfstate')) {
		return {
			level: isSample ? 'info' : 'fail',
			message: 'Git tracks the state of Terraform, which holds every value that it was given',
		};
	}
	if (credentialFile.test(path) || keyFile.test(path)) {
		if (!first) return null;
		return {
			level: isSample ? 'info' : 'fail',
			message: first.kind.endsWith('private-key')
				? 'Git tracks a private key'
				: 'Git tracks a file of credentials',
			...line,
		};
	}
	return null;
};

export default defineCheck({
	id: 'tracked-files',
	spec: '8.3/tracked-files',
	title: 'No file that holds secrets by its nature is tracked',
	failTitle: 'A file that holds secrets by its nature is tracked',
	severity: 'high',
	scope: 'repository',
	needs: ['secrets', 'files'],
	check(facts) {
		const findings = [...facts.files.keys()].flatMap((path): Finding[] => {
			const judged = judge(path, facts);
			if (judged === null) return [];
			const { level, message, line, isLikely } = judged;
			return [
				{
					level,
					message,
					confidence: isLikely === true ? 'likely' : 'certain',
					at: { path, ...(line === undefined ? {} : { line }) },
					expected: 'a file that git ignores, and values that are revoked where they were real',
					key: message,
				},
			];
		});
		return verdictOf(
			findings,
			'git tracks no `.env`, no private key, no store of keys and no state of Terraform',
		);
	},
});
