import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Runs what `record-values`, `thread-context` and, where PYTHON has structlog, `structlog-loggers` make, and what they
// made it of: `tsx bench/records.ts PYTHON`.
// Records have to read the same, calls have to be the same, and the context that was lost has to be kept.

const python = process.argv[2] ?? 'python3';
const root = fileURLToPath(new URL('..', import.meta.url));
const driver = join(root, 'bench/codemods/records.py');

const outcomeOf = (path: string): string =>
	execFileSync(python, ['-B', '-X', 'utf8', driver, path], { encoding: 'utf8' }).trim();

const sets = [
	{ home: 'structured-logging/constant-events', file: 'src/handler.py', wanted: (old: string) => old },
	{
		home: 'telemetry/threads',
		file: 'src/orders/work.py',
		wanted: (old: string) => old.replaceAll('"lost"', '"kept"'),
	},
];

let held = 0;
const broken: string[] = [];
for (const { home, file, wanted } of sets) {
	const folder = join(root, 'fixtures/practices', home);
	for (const name of readdirSync(folder)) {
		const [before, after] = [join(folder, name, 'before', file), join(folder, name, 'after', file)];
		// Only the standard library is at hand.
		if (!existsSync(after) || /import structlog|aws_lambda_powertools/.test(readFileSync(after, 'utf8')))
			continue;
		const [old, now] = [outcomeOf(before), outcomeOf(after)];
		if (old !== '[]' && now === wanted(old)) held++;
		else broken.push(`${home}/${name}: ${old} became ${now}`);
	}
}
const swapped = join(root, 'fixtures/practices/structured-logging/structured-logger/warn-fix-modules');
if (spawnSync(python, ['-c', 'import structlog']).status === 0) {
	const [old, now] = ['before', 'after'].map(each =>
		execFileSync(python, ['-B', join(root, 'bench/codemods/swapped.py'), join(swapped, each, 'src')], {
			encoding: 'utf8',
		}),
	);
	if (old !== undefined && old === now && old.includes('"request_id": "r-1"')) held++;
	else broken.push(`structlog-loggers: ${old} became ${now}`);
}
process.stdout.write(`${held} fixtures behave as promised, ${broken.length} do not\n`);
for (const line of broken) process.stdout.write(`  ${line}\n`);
process.exitCode = broken.length > 0 ? 1 : 0;
