import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fixers } from '../fixers/index.ts';
import { isRequirement, pageWith, requirementsPage, tablePage } from '../scripts/page.ts';
import { checklist } from '../source/checklist.ts';
import type { Practice } from '../source/core/practice.ts';
import { leavesOf, rolledStatus } from '../source/core/roll-up.ts';
import { lockChecks } from '../source/engine/gate.ts';
import { practices } from '../source/practices/index.ts';

// About the collection, not about any one of it: a practice is not there until all of its parts are.

const root = fileURLToPath(new URL('..', import.meta.url));
const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const foldersIn = (...parts: readonly string[]): readonly string[] => {
	const path = join(root, ...parts);
	if (!existsSync(path)) return [];
	return readdirSync(path, { withFileTypes: true })
		.filter(entry => entry.isDirectory())
		.map(({ name }) => name);
};
/** The fixer that a fixture names; undefined where it leaves that to the order of fixers. */
const fixerIn = (folder: string): string | undefined => {
	const path = join(folder, 'fixture.json');
	const settings: { readonly fixer?: string } = existsSync(path)
		? JSON.parse(readFileSync(path, 'utf8'))
		: {};
	return settings.fixer;
};
const doubles = (words: readonly string[]): readonly string[] =>
	words.filter((word, at) => words.indexOf(word) !== at);
/** Checks that every repository is asked. */
const applies: ReadonlySet<string> = new Set([
	'ci-gates/pipeline',
	'secrets/provider',
	'secrets/generic',
	'secrets/tracked-files',
	'secrets/guard',
]);
const numbers = checklist.flatMap(section => section.practices);
const checkIds = practices.flatMap(({ id, checks }) => checks.map(check => `${id}/${check.id}`));

test('the checklist has its twelve sections in order', () => {
	expect(checklist.map(({ id }) => id)).toEqual(Array.from({ length: 12 }, (_, at) => String(at)));
});

test('the checklist has its 44 practices, 28 requirements and 6 final items', () => {
	// The manifest that the checklist shows under 2 is a practice of its own here.
	const headings = checklist.map(({ practices: own }) => own.filter(number => number !== '2.7').length);
	expect(headings).toEqual([7, 2, 6, 3, 6, 6, 2, 5, 4, 3, 28, 6]);
	expect(headings.slice(0, 10).reduce((sum, count) => sum + count, 0)).toBe(44);
});

test('every number of the checklist has one practice, in checklist order', () => {
	expect(practices.map(({ number }) => number)).toEqual(numbers);
});

test('a practice stands in the section that its number says', () => {
	for (const { id, practices: own } of checklist) {
		expect(own.filter(number => !number.startsWith(`${id}.`))).toEqual([]);
	}
});

test('ids are unique', () => {
	expect(doubles(practices.map(({ id }) => id))).toEqual([]);
	expect(doubles(checkIds)).toEqual([]);
	expect(doubles(fixers.map(({ id }) => id))).toEqual([]);
});

describe.each(practices.map(practice => [practice.id, practice] as const))('%s', (id, practice: Practice) => {
	test('is named in kebab-case, and so are its checks', () => {
		expect([id, ...practice.checks.map(check => check.id)].filter(name => !kebab.test(name))).toEqual([]);
	});

	test('has titles that differ and that are sentences without a full stop', () => {
		for (const { title, failTitle } of [practice, ...practice.checks]) {
			expect(title).not.toBe(failTitle);
			expect([title, failTitle].filter(text => !/^[A-Z`\d].*[^.!?\s]$/.test(text))).toEqual([]);
		}
	});

	test('says why without saying how', () => {
		const imperative =
			/(^|[.!?]\s+|\n)(use|add|set|run|install|replace|remove|write|pin|move|call|pass|put|make)\b/i;
		expect(practice.why).not.toMatch(imperative);
		expect(practice.why).toMatch(/\.$/);
	});

	test('has a remedy, an example and something to read on', () => {
		expect(practice.remedy.trim()).not.toBe('');
		expect(practice.example.text.trim()).not.toBe('');
		expect(practice.links.length).toBeGreaterThan(0);
		expect(practice.links.filter(link => !link.startsWith('https://'))).toEqual([]);
	});

	test('has checks whose letters in the specification are its own', () => {
		expect(practice.checks.filter(({ spec }) => !spec.startsWith(practice.number))).toEqual([]);
	});

	test('names leaves that exist, or numbers of practices to come', () => {
		const known = new Set([...checkIds, ...practices.map(({ number }) => number)]);
		const strange = (practice.leaves ?? []).filter(
			leaf => !known.has(leaf) && !/^\d+\.\d+(?:[a-z]|\/[\w-]+)?$/.test(leaf),
		);
		expect(strange).toEqual([]);
		expect(practice.checks.length + (practice.leaves ?? []).length).toBeGreaterThan(0);
	});

	test('has a page that is up to date and says more than its header', () => {
		if (isRequirement(practice)) {
			const all = readFileSync(join(root, 'docs/requirements.md'), 'utf8');
			expect(all, 'run `npm run docs`').toBe(requirementsPage(practices));
			expect(all).toContain(`| \`${practice.number}\` |`);
			return;
		}
		const path = join(root, 'docs/practices', `${id}.md`);
		expect(existsSync(path), 'run `npm run docs`').toBe(true);
		const page = readFileSync(path, 'utf8');
		expect(page, 'run `npm run docs`').toBe(pageWith(page, practice, fixers));
		const [, body = ''] = page.split('<!-- end of the generated part -->');
		for (const heading of ['## What counts', '## Limits']) expect(body).toContain(heading);
	});

	test.each(practice.checks.map(check => [check.id, check.severity] as const))(
		'%s has a fixture that passes, one that does not, and one where it does not apply',
		(check, severity) => {
			const outcomes = new Set(foldersIn('fixtures/practices', id, check).map(name => name.split('-')[0]));
			const isOpen = ['fail', 'warn', 'manual'].some(outcome => outcomes.has(outcome));
			expect(outcomes.has('na'), 'a fixture where it does not apply').toBe(!applies.has(`${id}/${check}`));
			// A check that only notes passes whatever it sees, and one that only asks never does.
			if (severity === 'info') expect([...outcomes]).toContain('pass');
			else expect(isOpen).toBe(true);
			if (!outcomes.has('pass')) expect(outcomes).toEqual(new Set(['manual', 'na']));
		},
	);

	test('has no fixtures of checks that it does not have', () => {
		const known = new Set(practice.checks.map(check => check.id));
		expect(foldersIn('fixtures/practices', id).filter(name => !known.has(name))).toEqual([]);
	});
});

test('the table of all practices is up to date', () => {
	const table = readFileSync(join(root, 'docs/practices.md'), 'utf8');
	expect(table, 'run `npm run docs`').toBe(tablePage(checklist, practices, fixers));
});

test('no roll-up rests on itself, nor on more than three others in a row', () => {
	const depthOf = (number: string, above: readonly string[]): number => {
		if (above.includes(number)) return Number.POSITIVE_INFINITY;
		const inner = practices.find(each => each.number === number)?.leaves ?? [];
		return 1 + Math.max(0, ...inner.map(leaf => depthOf(leaf, [...above, number])));
	};
	const rollUps = practices.filter(({ leaves }) => leaves !== undefined);
	expect(rollUps.filter(({ number }) => depthOf(number, []) > 4).map(({ number }) => number)).toEqual([]);
});

describe.each(
	practices
		.filter(({ leaves = [] }) => leaves.length > 0)
		.map(practice => [practice.number, practice] as const),
)('roll-up %s', (_, practice) => {
	const { checks, awaits } = leavesOf(practice, practices);

	test('rests on checks, all of which are there', () => {
		expect(checks).not.toEqual([]);
		expect(awaits).toEqual([]);
		expect(checks.filter(check => !checkIds.includes(check))).toEqual([]);
	});

	test('passes with what decides it, and with nothing less', () => {
		const all = checks.map(() => ({ status: 'pass' as const }));
		expect(rolledStatus(all, awaits)).toBe('pass');
		for (const status of ['fail', 'warn', 'manual', 'error'] as const)
			expect(rolledStatus([...all.slice(1), { status }], awaits)).not.toBe('pass');
	});
});

test('the checks that a stale lockfile excuses exist', () => {
	expect([...lockChecks].filter(check => !checkIds.includes(check))).toEqual([]);
});

test('there are no fixtures and no pages of practices that are not there', () => {
	const known = new Set(practices.map(({ id }) => id));
	expect(foldersIn('fixtures/practices').filter(name => !known.has(name))).toEqual([]);
	const pages = existsSync(join(root, 'docs/practices')) ? readdirSync(join(root, 'docs/practices')) : [];
	expect(pages.filter(name => !known.has(name.replace(/\.md$/, '')))).toEqual([]);
});

describe.each(fixers.map(fixer => [fixer.id, fixer] as const))('fixer %s', (id, fixer) => {
	test('is named in kebab-case and serves checks that exist', () => {
		expect(id).toMatch(kebab);
		expect(fixer.checks.filter(check => !checkIds.includes(check))).toEqual([]);
	});

	test('goes after fixers that exist', () => {
		const known = new Set(fixers.map(one => one.id));
		expect(fixer.after.filter(other => !known.has(other))).toEqual([]);
	});

	test('argues its safety', () => {
		expect(fixer.safetyNote.trim()).not.toBe('');
	});

	// An `exec` fixer runs a program: what that gives is not for a fixture to say.
	test.each(fixer.safety === 'exec' ? [] : fixer.checks)(
		'has a fixture with before and after for %s',
		check => {
			const byOrder = fixers.find(({ checks }) => checks.includes(check))?.id;
			const own = foldersIn('fixtures/practices', check)
				.filter(name => foldersIn('fixtures/practices', check, name).includes('after'))
				.filter(name => (fixerIn(join(root, 'fixtures/practices', check, name)) ?? byOrder) === id);
			expect(own).not.toEqual([]);
		},
	);
});

test('fixers that go after others stand after them', () => {
	const order = fixers.map(({ id }) => id);
	const wrong = fixers.filter(({ id, after }) =>
		after.some(other => order.indexOf(other) > order.indexOf(id)),
	);
	expect(wrong.map(({ id }) => id)).toEqual([]);
});
