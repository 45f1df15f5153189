import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fixers } from '../fixers/index.ts';
import { practices } from '../source/practices/index.ts';
import { pageWith } from './page.ts';

// Writes the header of each practice's page from its data; `--check` only says which pages are behind.

const root = fileURLToPath(new URL('..', import.meta.url));
const onlyCheck = process.argv.includes('--check');
const behind: string[] = [];

for (const practice of practices) {
	const path = join(root, 'docs/practices', `${practice.id}.md`);
	const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
	const after = pageWith(before, practice, fixers);
	if (after === before) continue;
	behind.push(`docs/practices/${practice.id}.md`);
	if (onlyCheck) continue;
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, after);
}

if (behind.length > 0) console.log(`${onlyCheck ? 'Behind' : 'Written'}: ${behind.join(', ')}`);
if (onlyCheck && behind.length > 0) process.exitCode = 1;
