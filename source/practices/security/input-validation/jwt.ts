import type { Finding } from '../../../core/finding.ts';
import { defineCheck, manual, notApplicable, verdictOf } from '../../../core/practice.ts';
import { inputNeeds, inputsOf, siteFinding } from './scope.ts';

const says = /unverified|peek|unsafe|insecure|without_verif|no_verif|inspect/i;

export default defineCheck({
	id: 'jwt',
	spec: '8.4/jwt',
	title: 'Signatures of tokens are checked',
	failTitle: 'A token is believed without a look at its signature',
	severity: 'high',
	scope: 'project',
	needs: inputNeeds,
	check(facts, project) {
		const tokens = inputsOf(facts, project).flatMap(({ value }) => value.tokens);
		if (tokens.length === 0) return notApplicable('no token is decoded here');
		const open = tokens.filter(token => !token.verifies);
		const hasFront = facts.functions.functions.some(({ triggers }) =>
			triggers.some(({ kind }) => kind === 'api'),
		);
		const unclear = open.filter(token => hasFront || says.test(token.function));
		const certain = open.filter(token => !unclear.includes(token));
		const findings = certain.map((token): Finding =>
			siteFinding(token, 'fail', {
				message: 'The token is decoded without its signature',
				expected: 'a key and `algorithms=[…]`, without `verify_signature: False`',
			}),
		);
		if (findings.length > 0) return verdictOf(findings, '');
		const [first] = unclear;
		if (first) {
			return manual(
				`\`${first.code}\` in \`${first.at.path}\` line ${first.at.line} does not check the signature. Has it been checked before?`,
				unclear.map(token =>
					siteFinding(token, 'info', {
						message: 'The token is read without its signature',
						expected: 'a check before it',
					}),
				),
			);
		}
		return verdictOf([], 'every token that is decoded is checked against a key');
	},
});
