import { expect, test } from 'vitest';
import { configOf, defaultConfig, parseConfig } from '../../source/config/config.ts';
import { UserError } from '../../source/core/errors.ts';
import type { Table } from '../../source/core/facts/config.ts';

const own = { file: 'bp-audit.toml', at: '' } as const;
const file = (value: Table) => ({ value, locations: {} });
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
				at: { path: 'bp-audit.toml' },
				check: 'http-timeouts/requests-timeout',
				path: 'tests/**',
				reason: 'fake server',
				owner: 'team-orders',
				until: '2027-01-31',
			},
		],
		attestations: [
			{ at: { path: 'bp-audit.toml' }, practice: '7.3', answer: 'yes', note: 'Pact', until: '2027-06-30' },
		],
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
	['`attestation.note` is not text', { attestation: [{ practice: '7.3', answer: 'yes', note: 3 }] }],
])('%s: refused', (message, table) => {
	expect(failure(table).message).toContain(message);
});

test.each<[string, Table]>([
	['it names no check and no practice', { reason: 'x' }],
	['it names a check and a practice: one of them is enough', { check: 'x', practice: '6.1', reason: 'x' }],
	['`finding` is not a fingerprint of 16 hex digits', { check: 'x', finding: 'abc', reason: 'x' }],
	['`path` is empty', { check: 'x', path: '', reason: 'x' }],
	['`path` does not count from the root, such as `src/**`', { check: 'x', path: './src', reason: 'x' }],
	['`path` has `\\` for `/`', { check: 'x', path: 'src\\a.py', reason: 'x' }],
	['it gives no reason', { check: 'x', reason: ' ' }],
	['`until` is not a date such as 2027-01-31', { check: 'x', reason: 'y', until: '2027-02-30' }],
	['`until` is not a date such as 2027-01-31', { check: 'x', reason: 'y', until: 5 }],
])('a waiver is kept as invalid: %s', (why, waiver) => {
	expect(parse({ waiver: [waiver] }).waivers[0]?.invalid).toBe(why);
});

test.each<[string, Table]>([
	['it names no check and no practice', { answer: 'yes', note: 'x' }],
	['`answer` is not "yes" or "no"', { practice: '7.3', answer: true, note: 'x' }],
	['it gives no note', { practice: '7.3', answer: 'yes' }],
	['`date` is not a date such as 2027-01-31', { practice: '7.3', answer: 'yes', note: 'x', date: 1 }],
	['`until` is not a date such as 2027-01-31', { practice: '7.3', answer: 'yes', note: 'x', until: 'soon' }],
])('an attestation is kept as invalid: %s', (why, attestation) => {
	expect(parse({ attestation: [attestation] }).attestations[0]?.invalid).toBe(why);
});

test('a finding alone is enough for a waiver', () => {
	const [waiver] = parse({ waiver: [{ finding: '0123456789abcdef', reason: 'x' }] }).waivers;
	expect(waiver).toEqual({ at: { path: 'bp-audit.toml' }, finding: '0123456789abcdef', reason: 'x' });
});

test('a decision knows its line, also in pyproject.toml', () => {
	const entry = { check: 'x', reason: 'y' };
	const place = { line: 7, column: 1, endLine: 7, endColumn: 4, source: '[[waiver]]' };
	const parsed = configOf({
		pyproject: {
			value: { tool: { 'bp-audit': { waiver: [entry] } } },
			locations: { '/tool/bp-audit/waiver/0': place },
		},
	});
	expect(parsed.waivers[0]?.at).toEqual({ path: 'pyproject.toml', line: 7, column: 1 });
});

test('bp-audit.toml goes before pyproject.toml', () => {
	const pyproject = file({ tool: { 'bp-audit': { skip: ['1'] } } });
	expect(configOf({ own: file({ skip: ['2'] }), pyproject }).skip).toEqual(['2']);
	expect(configOf({ pyproject }).skip).toEqual(['1']);
});

test('without either the defaults hold', () => {
	expect(configOf({})).toBe(defaultConfig);
	expect(configOf({ pyproject: file({ project: {} }) })).toBe(defaultConfig);
});

test('in pyproject.toml keys are named in full', () => {
	expect(() => configOf({ pyproject: file({ tool: { 'bp-audit': { skp: [] } } }) })).toThrow(
		'pyproject.toml: unknown key `tool.bp-audit.skp`',
	);
	expect(() => configOf({ pyproject: file({ tool: { 'bp-audit': 3 } }) })).toThrow(
		'`tool.bp-audit` is not a table',
	);
});
