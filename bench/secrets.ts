import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { secretsIn } from '../source/core/secrets/scan.ts';
import { planted } from '../test/planted-secrets.ts';

// How many planted secrets are found, and what a megabyte of text costs: `tsx bench/secrets.ts [REPOSITORY…]`.

const times = 100;
const largest = 1_000_000;

const counts = (text: string, path: string): boolean =>
	secretsIn(text, path).some(range => range.counts !== 'no');

const all = planted(times);
const missed = all.filter(({ path, text }) => !counts(text, path));
const kinds = new Set(all.map(({ kind }) => kind)).size;
const places = new Set(all.map(({ place }) => place)).size;
process.stdout.write(
	`${all.length - missed.length} of ${all.length} planted secrets found (${kinds} kinds, ${places} places, ${times} of each)\n`,
);
for (const { kind, place } of missed.slice(0, 20)) process.stdout.write(`  missed ${kind} in ${place}\n`);

const textsOf = (root: string): readonly (readonly [string, string])[] =>
	execFileSync('git', ['-C', root, 'ls-files', '-z'], { maxBuffer: 1e9 })
		.toString()
		.split('\0')
		.flatMap(path => {
			const file = join(root, path);
			const status = path === '' ? undefined : statSync(file, { throwIfNoEntry: false });
			if (!status?.isFile() || status.size > largest) return [];
			const bytes = readFileSync(file);
			return bytes.includes(0) ? [] : [[path, bytes.toString('utf8')] as const];
		});

for (const root of process.argv.slice(2)) {
	const texts = textsOf(root);
	const megabytes = texts.reduce((sum, [, text]) => sum + text.length, 0) / 1e6;
	const from = performance.now();
	const found = texts.filter(([path, text]) => counts(text, path)).length;
	const milliseconds = performance.now() - from;
	process.stdout.write(
		`${root}: ${texts.length} files, ${megabytes.toFixed(1)} MB, ${(milliseconds / megabytes).toFixed(1)} ms/MB, ${found} files with something that counts\n`,
	);
}
