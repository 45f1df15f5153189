import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fixers } from '../fixers/index.ts';
import { practices } from '../source/practices/index.ts';
import { checklist } from '../source/checklist.ts';
import { isRequirement, pageWith, requirementsPage, tablePage } from './page.ts';

// Writes the header of each practice's page from its data; `--check` only says which pages are behind.

const root = fileURLToPath(new URL('..', import.meta.url));
const onlyCheck = process.argv.includes('--check');
const behind: string[] = [];

const bring = (name: string, textAfter: (before: string) => string): void => {
	const path = join(root, name);
	const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
	const after = textAfter(before);
	if (after === before) return;
	behind.push(name);
	if (onlyCheck) return;
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, after);
};

for (const practice of practices) {
	if (isRequirement(practice)) continue;
	bring(`docs/practices/${practice.id}.md`, before => pageWith(before, practice, fixers));
}
bring('docs/requirements.md', () => requirementsPage(practices));
bring('docs/practices.md', () => tablePage(checklist, practices, fixers));

if (behind.length > 0) console.log(`${onlyCheck ? 'Behind' : 'Written'}: ${behind.join(', ')}`);
if (onlyCheck && behind.length > 0) process.exitCode = 1;
