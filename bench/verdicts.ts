import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

// Verdicts by practice and repository: `npx tsx bench/verdicts.ts FOLDER [--keep FOLDER]` audits every repository in
// a folder, one after the other, and prints a Markdown table of letters (p pass, w warn, f fail, m manual,
// n not applicable, e error). `--keep` writes the JSON reports, to be read finding by finding.

const [folder, option, kept] = process.argv.slice(2);
if (folder === undefined || (option !== undefined && (option !== '--keep' || kept === undefined)))
	throw new Error('usage: tsx bench/verdicts.ts FOLDER [--keep FOLDER]');
if (kept !== undefined) mkdirSync(kept, { recursive: true });

const letters: ReadonlyMap<string, string> = new Map([
	['pass', 'p'],
	['warn', 'w'],
	['fail', 'f'],
	['manual', 'm'],
	['not-applicable', 'n'],
	['waived', 'v'],
	['error', 'e'],
]);

type Json = { readonly [key: string]: Json } | readonly Json[] | string | number | boolean | null;
const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const listOf = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);
const fieldOf = (value: Json | undefined, key: string): Json | undefined =>
	typeof value === 'object' && value !== null && !isList(value) ? value[key] : undefined;
const textOf = (value: Json | undefined): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : '';

const program = join(import.meta.dirname, '../source/cli.tsx');
const reportOf = async (path: string): Promise<Json> => {
	const { stdout, stderr, exitCode } = await execa(
		process.execPath,
		['--import', 'tsx', program, 'check', path, '--format', 'json', '--no-cache', '--fail-on', 'never'],
		{ cwd: join(import.meta.dirname, '..'), reject: false, stdin: 'ignore', maxBuffer: 2 ** 29 },
	);
	if (exitCode !== 0 && exitCode !== 3) throw new Error(`${path} ended with ${String(exitCode)}: ${stderr}`);
	const report: Json = JSON.parse(stdout);
	return report;
};

interface Audited {
	readonly name: string;
	readonly score: string;
	/** Status by the number of a practice. */
	readonly statuses: ReadonlyMap<string, string>;
	/** Checks by status. */
	readonly counts: ReadonlyMap<string, number>;
	readonly seconds: number;
}

const audited: Audited[] = [];
const practices = new Map<string, string>();

for (const name of readdirSync(folder).toSorted()) {
	const report = await reportOf(join(folder, name));
	if (kept !== undefined) writeFileSync(join(kept, `${name}.json`), JSON.stringify(report, null, '\t'));
	const statuses = new Map<string, string>();
	const counts = new Map<string, number>();
	for (const section of listOf(fieldOf(report, 'sections')))
		for (const practice of listOf(fieldOf(section, 'practices'))) {
			const number = textOf(fieldOf(practice, 'number'));
			practices.set(number, textOf(fieldOf(practice, 'id')));
			statuses.set(number, textOf(fieldOf(practice, 'status')));
			if (fieldOf(practice, 'rollup') === true) continue;
			for (const check of listOf(fieldOf(practice, 'checks'))) {
				const status = textOf(fieldOf(check, 'status'));
				counts.set(status, (counts.get(status) ?? 0) + 1);
			}
		}
	const score = textOf(fieldOf(fieldOf(report, 'summary'), 'score'));
	const seconds = Number(textOf(fieldOf(fieldOf(report, 'timings'), 'totalMs'))) / 1000;
	audited.push({ name, score, statuses, counts, seconds });
	console.error(`${name}: ${score}`);
}

const row = (cells: readonly string[]): void => {
	console.log(`| ${cells.join(' | ')} |`);
};

for (const [index, { name }] of audited.entries()) console.log(`${index + 1}. ${name}`);
console.log();
row(['practice', ...audited.map((_, index) => String(index + 1))]);
row(['---', ...audited.map(() => '---')]);
for (const [number, id] of practices)
	row([`${number} ${id}`, ...audited.map(({ statuses }) => letters.get(statuses.get(number) ?? '') ?? '·')]);
for (const [status, letter] of letters)
	row([`checks ${letter}`, ...audited.map(({ counts }) => String(counts.get(status) ?? 0))]);
row(['score', ...audited.map(({ score }) => score)]);
row(['seconds', ...audited.map(({ seconds }) => seconds.toFixed(1))]);
