import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Executes what codemods of models and dataclasses make, and what they made it of, on the same inputs:
// `tsx bench/codemods.ts PYTHON`, where PYTHON has Pydantic 2. What it runs are the fixtures of this repository.

const python = process.argv[2] ?? 'python3';
const root = fileURLToPath(new URL('..', import.meta.url));
const driver = join(root, 'bench/codemods/outcomes.py');

const filesBelow = (folder: string, prefix = ''): readonly string[] =>
	readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
		entry.isDirectory()
			? filesBelow(join(folder, entry.name), `${prefix}${entry.name}/`)
			: entry.name.endsWith('.py')
				? [`${prefix}${entry.name}`]
				: [],
	);

const outcomesOf = (path: string): string =>
	execFileSync(python, ['-B', driver, path], { encoding: 'utf8', maxBuffer: 64_000_000 });

let equal = 0;
const different: string[] = [];
for (const check of ['validators', 'slots']) {
	const home = join(root, 'fixtures/practices/data-models', check);
	for (const name of readdirSync(home)) {
		const [before, after] = [join(home, name, 'before'), join(home, name, 'after')];
		if (!existsSync(after)) continue;
		for (const path of filesBelow(after)) {
			if (readFileSync(join(before, path), 'utf8') === readFileSync(join(after, path), 'utf8')) continue;
			if (outcomesOf(join(before, path)) === outcomesOf(join(after, path))) equal++;
			else different.push(`${check}/${name}/${path}`);
		}
	}
}
process.stdout.write(`${equal} files behave alike before and after, ${different.length} do not\n`);
for (const path of different) process.stdout.write(`  ${path}\n`);
process.exitCode = different.length > 0 ? 1 : 0;
