import { expect, test } from 'vitest';
import { planOf } from '../../source/cli/plan.ts';
import { UserError } from '../../source/core/errors.ts';
import type { PlanStep } from '../../source/core/plan-file.ts';
import { planText } from '../../source/edit/plan-file.ts';
import { readToml } from '../../source/edit/toml/read.ts';

const known = { fixers: [{ id: 'http-timeout', checks: ['http-timeouts/requests-timeout'] }] };
const parse = (text: string) => {
	const reading = readToml(text);
	if (!reading.ok) throw new Error(reading.message);
	return planOf(reading.toml.value, 'plan.toml', known);
};

const steps: readonly PlanStep[] = [
	{
		kind: 'fix',
		fixer: 'http-timeout',
		check: 'http-timeouts/requests-timeout',
		project: 'services/a',
		findings: ['0123456789abcdef'],
		answers: { seconds: '5', 'odd key': 'a "quoted"\n\u007f text' },
		subject: 'fix(http): my own words',
	},
	{ kind: 'fix', fixer: 'http-timeout', check: 'http-timeouts/requests-timeout', project: '.', answers: {} },
	{
		kind: 'decision',
		decision: {
			kind: 'waiver',
			scope: { of: 'finding', check: 'a/b', fingerprint: 'ffffffffffffffff', path: 'src/[x].py' },
			reason: 'so it is',
			owner: 'team',
			until: '2027-01-31',
		},
	},
	{
		kind: 'decision',
		decision: { kind: 'waiver', scope: { of: 'practice', practice: '6.1', path: 'a/**' }, reason: 'x' },
	},
	{
		kind: 'decision',
		decision: {
			kind: 'attestation',
			scope: { of: 'check', check: 'a/c' },
			answer: 'no',
			note: 'not yet',
			by: 'Ada',
		},
	},
];

test('a plan that is written is read as it was', () => {
	expect(parse(planText(steps))).toEqual(steps);
	expect(parse(planText([]))).toEqual([]);
});

test.each([
	['', '`schema` is not 1', ''],
	['schema = 1\n[[fixs]]', 'unknown key `fixs`', 'Did you mean `fix`?'],
	[
		'schema = 1\n[[fix]]\nfixer = "http-timeouts"\ncheck = "x"',
		'`http-timeouts` is no fixer',
		'`http-timeout`',
	],
	[
		'schema = 1\n[[fix]]\nfixer = "http-timeout"\ncheck = "x"',
		'does not mend `x`',
		'It mends http-timeouts/',
	],
	['schema = 1\n[[fix]]\ncheck = "x"', '`fix.fixer` is not given', ''],
	['schema = 1\n[[waiver]]\ncheck = "x"', '`waiver`: it gives no reason', ''],
	['schema = 1\n[[attestation]]\ncheck = "x"\nanswer = "yes"', '`attestation`: it gives no note', ''],
])('%j is refused', (text, message, tryThis) => {
	const error = (() => {
		try {
			return parse(text);
		} catch (thrown) {
			return thrown;
		}
	})();
	expect(error).toBeInstanceOf(UserError);
	expect(error instanceof UserError && error.message).toContain(message);
	expect(error instanceof UserError && error.tryThis).toContain(tryThis);
});
