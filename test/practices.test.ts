import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { fixers } from '../fixers/index.ts';
import type { SecretHistory } from '../source/core/facts/history.ts';
import type { Report } from '../source/core/report.ts';
import type { FileMode } from '../source/core/tree.ts';
import { memoryTree, overlay } from '../source/core/tree.ts';
import { localAnalyst } from './engine/local-analyst.ts';
import { propose } from '../source/engine/propose.ts';
import { practices } from '../source/practices/index.ts';
import { localPool } from './engine/local-pool.ts';
import { withFakeSecrets } from './fake-secrets.ts';

// Every folder under fixtures/practices/<practice>/<check>/<outcome>-<case>/ is a test: the expected status is in
// its name, written by a person, so that no update of a snapshot can turn a fail into a pass.

const root = fileURLToPath(new URL('../fixtures/practices/', import.meta.url));

const foldersIn = (path: string): readonly string[] =>
	existsSync(path)
		? readdirSync(path)
				.filter(name => statSync(join(path, name)).isDirectory())
				.toSorted()
		: [];

/** A key that a fixture names is put in here, so that none is in this repository. */
const bytesOf = (bytes: Uint8Array): Uint8Array => {
	const text = Buffer.from(bytes).toString('latin1');
	return text.includes('@@') ? new Uint8Array(Buffer.from(withFakeSecrets(text), 'latin1')) : bytes;
};

/** Files below a folder; a part named `dot-x` stands for `.x`. */
const treeIn = (folder: string): Map<string, Uint8Array> => {
	const files = new Map<string, Uint8Array>();
	const walk = (at: string, prefix: string): void => {
		for (const entry of readdirSync(at, { withFileTypes: true })) {
			const path = prefix + entry.name.replace(/^dot-/, '.');
			if (entry.isDirectory()) walk(join(at, entry.name), `${path}/`);
			else files.set(path, bytesOf(new Uint8Array(readFileSync(join(at, entry.name)))));
		}
	};
	walk(folder, '');
	return files;
};

interface Settings {
	readonly fixer?: string;
	readonly answers?: Readonly<Record<string, string>>;
	readonly project?: string;
	readonly declines?: string;
	readonly message?: string;
	/** What is found in the history, which a folder does not have. */
	readonly history?: SecretHistory;
}

const settingKeys: ReadonlySet<string> = new Set([
	'fixer',
	'answers',
	'project',
	'declines',
	'message',
	'history',
]);

const settingsIn = (folder: string): Settings => {
	const path = join(folder, 'fixture.json');
	const settings: Settings = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
	// What is misspelt, or never looked at, would prove nothing.
	const unknown = Object.keys(settings).filter(key => !settingKeys.has(key));
	if (unknown.length > 0) throw new Error(`${path} has unknown keys: ${unknown.join(', ')}`);
	if (settings.declines !== undefined && existsSync(join(folder, 'after')))
		throw new Error(`${folder} declines, and has an after/ that nothing reads`);
	return settings;
};

const statuses: Readonly<Record<string, string>> = {
	pass: 'pass',
	warn: 'warn',
	fail: 'fail',
	manual: 'manual',
	na: 'not-applicable',
	error: 'error',
};

const pool = localPool();
const analyse = localAnalyst('fixture', { pool });
const auditOf = (files: Map<string, Uint8Array>, history: SecretHistory | null = null) =>
	analyse(
		memoryTree(files, new Map<string, FileMode>()),
		{ commit: null, dirty: false, history },
		new Map(),
		() => {},
	);

const checkIn = (report: Report, id: string, project: string) =>
	report.sections
		.flatMap(section => section.practices.flatMap(({ checks }) => checks))
		.find(check => check.id === id && check.project === project);

const textsOf = (files: Map<string, Uint8Array>): Record<string, string> =>
	Object.fromEntries(
		[...files]
			.toSorted(([a], [b]) => (a < b ? -1 : 1))
			.map(([path, bytes]) => [path, Buffer.from(bytes).toString('latin1')]),
	);

for (const practice of practices.filter(({ checks }) => checks.length > 0)) {
	describe(`practice ${practice.id}`, () => {
		for (const check of practice.checks) {
			const id = `${practice.id}/${check.id}`;
			const home = join(root, practice.id, check.id);
			for (const name of foldersIn(home)) {
				const folder = join(home, name);
				test(`${check.id} ${name}`, async () => {
					const settings = settingsIn(folder);
					const project = settings.project ?? '.';
					const before = treeIn(join(folder, 'before'));
					const analysis = await auditOf(before, settings.history);
					const found = checkIn(analysis.bare, id, project);
					// The whole check report, so that a failure shows what was found.
					expect(found).toMatchObject({ status: statuses[name.split('-')[0] ?? ''] });
					if (settings.message !== undefined) {
						expect(
							JSON.stringify([
								found?.findings,
								found?.message,
								found?.question,
								found?.reason,
								found?.evidence,
							]),
						).toContain(JSON.stringify(settings.message).slice(1, -1));
					}
					const hasAfter = existsSync(join(folder, 'after'));
					if (!hasAfter && settings.declines === undefined) return;
					const fixer = settings.fixer ?? fixers.find(({ checks }) => checks.includes(id))?.id;
					if (fixer === undefined) throw new Error(`${id} has no fixer`);
					const target = { fixer, check: id, project };
					const options = { pool, analyse, fixers, execute: null };
					// Parses, keeps comments, improves, makes nothing worse, plans nothing again: the gate says all of it.
					const judged = await propose(analysis, target, settings.answers ?? {}, options);
					if (judged.outcome === 'declined') {
						expect(judged.reason).toContain(settings.declines ?? 'to be planned');
						return;
					}
					if (settings.declines !== undefined) throw new Error('the fixer should have declined');
					const after = overlay(analysis.tree, judged.changes);
					const files = new Map<string, Uint8Array>();
					for await (const read of after.read([...after.files.keys()])) {
						if ('bytes' in read) files.set(read.path, read.bytes);
					}
					expect(textsOf(files)).toEqual(textsOf(treeIn(join(folder, 'after'))));
				});
			}
		}
	});
}
