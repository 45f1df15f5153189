import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fixJson } from '../../source/report/fixes.ts';
import { jsonReport } from '../../source/report/json.ts';
import { listJson } from '../../source/report/list.ts';
import { sampleCatalogue } from './catalogue-sample.ts';
import { aCheck, aFinding, aPractice, aReport } from './sample.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/json.md', import.meta.url)), 'utf8');

/** The example below a heading of the page. */
const exampleOf = (command: string): unknown => {
	const section = page.split(`## \`bp-audit ${command}\``)[1] ?? '';
	return JSON.parse(/```json\n([\s\S]*?)```/.exec(section)?.[1] ?? 'null');
};

/** Every key with those around it, `sections.practices.id`, once. */
const keysOf = (value: unknown): readonly string[] => {
	const inside = (each: unknown, at: string): readonly string[] => {
		if (Array.isArray(each)) return each.flatMap(item => inside(item, at));
		if (typeof each !== 'object' || each === null) return [];
		return Object.entries(each).flatMap(([key, inner]) => [`${at}${key}`, ...inside(inner, `${at}${key}.`)]);
	};
	return [...new Set(inside(value, ''))].toSorted();
};

test('the page of the JSON names every key of `check` and no other', () => {
	const check = aCheck({
		findings: [aFinding({ found: 'x', expected: 'y' })],
		evidence: 'e',
		reason: 'r',
		question: 'q',
		message: 'm',
		waiver: { reason: 'r', owner: 'o', until: '2027-01-31' },
		attestation: { answer: 'yes', note: 'n', by: 'b', date: '2026-11-22', until: '2027-01-31' },
	});
	const practice = {
		...aPractice([check]),
		reason: 'r',
		leaves: [{ check: 'a/b', number: '1.1', title: 't', status: 'pass', project: '.' }],
		awaits: ['7.9'],
		stages: { configured: 'pass', enforced: null },
	} as const;
	const report = aReport([check]);
	const full = jsonReport({
		...report,
		sections: report.sections.map(section => ({ ...section, practices: [practice] })),
		skipped: [{ path: 'logo.png', reason: 'binary' }],
		ran: [
			{
				item: '11.1',
				id: 'lint',
				project: '.',
				command: 'ruff check .',
				outcome: 'failed',
				said: 's',
				before: 'passed',
			},
		],
	});
	expect(keysOf(exampleOf('check'))).toEqual(keysOf(JSON.parse(full)));
});

test('it names every key of `fix`, of a dry run and of another', () => {
	const run = {
		branch: 'b',
		base: 'a',
		commits: [
			{
				commit: 'c',
				subject: 's',
				practice: '6.1',
				fixer: 'f',
				safety: 'review',
				fingerprints: [],
				diff: 'd',
				followUps: [],
				conflicts: [],
			},
		],
		declined: [{ check: 'a/b', path: 'a.py', reason: 'r' }],
		locks: [{ path: 'poetry.lock', directory: '.', command: 'poetry lock' }],
		score: { before: 1, after: 2 },
	} as const;
	const written = [false, true].map(dryRun => JSON.parse(fixJson({ ...run, dryRun })));
	expect(keysOf(exampleOf('fix'))).toEqual(keysOf(written));
});

test('it names every key of `list`', () => {
	expect(keysOf(exampleOf('list'))).toEqual(keysOf(JSON.parse(listJson(sampleCatalogue))));
});
