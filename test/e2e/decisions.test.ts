import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makePlace } from './support.ts';
import type { Place } from './support.ts';

interface Check {
	readonly id: string;
	readonly status: string;
	readonly findings: readonly { readonly fingerprint: string; readonly path: string }[];
	readonly waiver?: unknown;
	readonly attestation?: unknown;
}

const check = 'safe-deserialization/yaml-load';
let place: Place;
beforeEach(async () => {
	place = await makePlace();
	rmSync(join(place.repo, 'bp-audit.toml'));
	await place.git('commit', '-qam', 'Without decisions');
});
afterEach(() => place.remove());

const checks = async (): Promise<readonly Check[]> => {
	const { out } = await place.runInside('check', '--format', 'json');
	const parsed: { readonly sections: readonly { readonly practices: readonly { checks: Check[] }[] }[] } =
		JSON.parse(out);
	return parsed.sections.flatMap(({ practices }) => practices.flatMap(each => each.checks));
};
const file = (): string => readFileSync(join(place.repo, 'bp-audit.toml'), 'utf8');

describe('waive', () => {
	test('writes what was asked for, prints it, and the next report heeds it', async () => {
		const before = (await checks()).find(({ findings, status }) => status === 'fail' && findings.length > 0);
		const fingerprint = before?.findings[0]?.fingerprint ?? '';
		const { status, out, err } = await place.runInside(
			'waive',
			fingerprint,
			'--reason',
			'known',
			'--until',
			'2999-01-31',
			'--owner',
			'team',
		);
		expect(status).toBe(0);
		expect(out).toBe(file());
		expect(out).toContain(
			`finding = "${fingerprint}"\nreason = "known"\nowner = "team"\nuntil = 2999-01-31\n`,
		);
		expect(err).toContain('Written to a new bp-audit.toml; it takes in 1 finding');
		const after = (await checks()).find(({ id }) => id === before?.id);
		expect(after?.waiver).toEqual({ reason: 'known', owner: 'team', until: '2999-01-31' });
		expect(await place.git('status', '--porcelain')).toBe('?? bp-audit.toml');
	});

	test('keeps comments, and writes an entry about the same anew', async () => {
		writeFileSync(join(place.repo, 'bp-audit.toml'), '# ours\n[limits] # here\ncoverage = 80\n');
		await place.runInside('waive', '8.2', '--reason', 'first');
		const { err } = await place.runInside('waive', '8.2', '--reason', 'second');
		expect(err).toContain('Written anew in bp-audit.toml');
		expect(file()).toBe(
			'# ours\n[limits] # here\ncoverage = 80\n\n[[waiver]]\npractice = "8.2"\nreason = "second"\n',
		);
	});

	test.each([
		['nope/nope', 'there is no check `nope/nope`'],
		['0000000000000000', 'there is no finding `0000000000000000`'],
		['8', '`8` is a whole section'],
	])('refuses %s and writes nothing', async (id, message) => {
		const { status, err } = await place.runInside('waive', id, '--reason', 'x');
		expect(status).toBe(2);
		expect(err).toContain(`bp-audit: ${message}`);
		expect(existsSync(join(place.repo, 'bp-audit.toml'))).toBe(false);
	});
});

test('attest answers a manual check, and refuses what asks nothing', async () => {
	const asked = (await checks()).find(({ status }) => status === 'manual');
	const { status, err } = await place.runInside(
		'attest',
		asked?.id ?? '',
		'--answer',
		'yes',
		'--note',
		'seen in the settings',
	);
	expect(status).toBe(0);
	expect(err).toContain('Answered: ');
	expect(file()).toMatch(/by = "A"\ndate = \d{4}-\d\d-\d\d\n$/);
	expect((await checks()).find(({ id }) => id === asked?.id)).toMatchObject({
		status: 'pass',
		attestation: { answer: 'yes', note: 'seen in the settings', by: 'A' },
	});
	const again = await place.runInside('attest', check, '--answer', 'yes', '--note', 'x');
	expect(again.status).toBe(2);
});

test('with a baseline only new findings count', async () => {
	const first = await place.runInside('check', '--baseline', 'b.json', '--update-baseline', '--quiet');
	expect(first.status).toBe(0);
	writeFileSync(
		join(place.repo, 'src/orders_service/new.py'),
		'import pickle\n\ndef f(b):\n    return pickle.loads(b)\n',
	);
	const second = await place.runInside('check', '--baseline', 'b.json', '--quiet', '--only', '8.2');
	expect(second.status).toBe(1);
	expect(second.out).toContain('src/orders_service/new.py');
});

test('every format goes to its file in one run', async () => {
	const formats = ['json', 'sarif', 'junit', 'markdown', 'html', 'github'] as const;
	const flags = formats.flatMap(format => ['--format', `${format}=out.${format}`]);
	const { status } = await place.runInside('check', ...flags, '--fail-on', 'never');
	expect(status).toBe(0);
	const heads = formats.map(format => readFileSync(join(place.repo, `out.${format}`), 'utf8').slice(0, 12));
	expect(heads).toEqual([
		'{\n  "schema"',
		'{\n  "$schema',
		'<?xml versio',
		'# bp-audit: ',
		'<!doctype ht',
		expect.stringMatching(/^::(?:error|warning) /),
	]);
});
