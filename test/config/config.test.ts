import { expect, test } from 'vitest';
import { configOf, defaultConfig, parseConfig } from '../../source/config/config.ts';
import { UserError } from '../../source/core/errors.ts';
import type { Table } from '../../source/core/facts/config.ts';

const own = { file: 'bp-audit.toml', at: '' } as const;
const parse = (table: Table) => parseConfig(table, own);
const failure = (table: Table): UserError => {
	try {
		parse(table);
	} catch (thrown) {
		if (thrown instanceof UserError) return thrown;
	}
	throw new Error('it was accepted');
};

test('everything the contract names is read', () => {
	expect(
		parse({
			skip: ['9.3'],
			limits: { 'module-lines': 500, coverage: 80, 'lambda-timeout-seconds': 60 },
			waiver: [
				{
					check: 'http-timeouts/requests-timeout',
					path: 'tests/**',
					reason: 'fake server',
					owner: 'team-orders',
					until: { datetime: '2027-01-31' },
				},
			],
			attestation: [{ practice: '7.3', answer: 'yes', note: 'Pact', until: '2027-06-30' }],
		}),
	).toEqual({
		skip: ['9.3'],
		limits: { moduleLines: 500, coverage: 80, lambdaTimeoutSeconds: 60 },
		waivers: [
			{
				check: 'http-timeouts/requests-timeout',
				path: 'tests/**',
				reason: 'fake server',
				owner: 'team-orders',
				until: '2027-01-31',
			},
		],
		attestations: [{ practice: '7.3', answer: 'yes', note: 'Pact', until: '2027-06-30' }],
	});
});

test('an empty file gives the defaults', () => {
	expect(parse({})).toEqual(defaultConfig);
});

test('an unknown key is named with the nearest known one', () => {
	expect(failure({ limits: { 'module-line': 3 } })).toMatchObject({
		message: 'bp-audit.toml: unknown key `limits.module-line`',
		tryThis: 'Did you mean `module-lines`?',
	});
	expect(failure({ waivers: [] })).toMatchObject({ tryThis: 'Did you mean `waiver`?' });
});

test('an unknown key that is like nothing gets the list of known keys', () => {
	expect(failure({ colour: true }).tryThis).toContain('skip, limits, waiver, attestation');
});

test.each<[string, Table]>([
	['`skip` is not a list of ids', { skip: '9.3' }],
	['`skip` is not a list of ids', { skip: [9.3] }],
	['`limits` is not a table', { limits: 3 }],
	['`limits.coverage` is not a whole number from 0 to 100', { limits: { coverage: 101 } }],
	['`limits.module-lines` is not a whole number', { limits: { 'module-lines': '400' } }],
	['`waiver` is not a list of tables', { waiver: { check: 'x' } }],
	['`waiver` is not a list of tables', { waiver: ['x'] }],
	['`waiver.reason` is not text', { waiver: [{ check: 'x', reason: 3 }] }],
	['`attestation.answer` is not "yes" or "no"', { attestation: [{ practice: '7.3', answer: true }] }],
	['`attestation.practice` is not given', { attestation: [{ answer: 'yes' }] }],
	['`attestation.until` is not a date', { attestation: [{ practice: '7.3', answer: 'yes', until: 'soon' }] }],
])('%s: refused', (message, table) => {
	expect(failure(table).message).toContain(message);
});

test.each<[string, Table]>([
	['it names no check', { reason: 'x' }],
	['it gives no reason', { check: 'x', reason: ' ' }],
	['`until` is not a date such as 2027-01-31', { check: 'x', reason: 'y', until: '2027-02-30' }],
	['`until` is not a date such as 2027-01-31', { check: 'x', reason: 'y', until: 5 }],
])('a waiver is kept as invalid: %s', (why, waiver) => {
	expect(parse({ waiver: [waiver] }).waivers[0]?.invalid).toBe(why);
});

test('bp-audit.toml goes before pyproject.toml', () => {
	const pyproject = { tool: { 'bp-audit': { skip: ['1'] } } };
	expect(configOf({ own: { skip: ['2'] }, pyproject }).skip).toEqual(['2']);
	expect(configOf({ pyproject }).skip).toEqual(['1']);
});

test('without either the defaults hold', () => {
	expect(configOf({})).toBe(defaultConfig);
	expect(configOf({ pyproject: { project: {} } })).toBe(defaultConfig);
});

test('in pyproject.toml keys are named in full', () => {
	expect(() => configOf({ pyproject: { tool: { 'bp-audit': { skp: [] } } } })).toThrow(
		'pyproject.toml: unknown key `tool.bp-audit.skp`',
	);
	expect(() => configOf({ pyproject: { tool: { 'bp-audit': 3 } } })).toThrow(
		'`tool.bp-audit` is not a table',
	);
});
