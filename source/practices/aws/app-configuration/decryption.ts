import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { findingAt, readNeeds, readsIn } from './judge.ts';

export default defineCheck({
	id: 'decryption',
	spec: '4.1/decrypt',
	title: 'Secret parameters are read decrypted',
	failTitle: 'A parameter with the name of a secret is read without decrypting it',
	severity: 'low',
	scope: 'project',
	needs: readNeeds,
	check(facts, project) {
		const reads = readsIn(facts, project).filter(({ what, isSecret }) => what !== 'secret' && isSecret);
		if (reads.length === 0) return notApplicable('Nothing reads a parameter that has the name of a secret');
		const findings = reads
			.filter(({ decrypts }) => decrypts === false)
			.map(read => {
				const argument = read.by === 'sdk' ? '`WithDecryption=True`' : '`decrypt=True`';
				const message =
					'A SecureString would come encrypted here, so the secret is kept as plain text or is unusable';
				return findingAt(read, 'warn', message, `${argument}, and a SecureString`);
			});
		return verdictOf(findings, 'Every parameter that has the name of a secret is read decrypted');
	},
});
