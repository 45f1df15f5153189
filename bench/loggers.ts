import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { withStructlog } from '../fixers/logging/structlog-loggers.ts';
import { lineStartsOf } from '../source/core/text.ts';
import { applySplices } from '../source/core/text.ts';
import { createEngines } from '../source/engine/engines.ts';
import { saidBy, textOf } from './trial.ts';

// What `structlog-loggers` does to each Python file below a folder that has a logger of the standard library, as though
// structlog was set up and no test read records: `npx tsx bench/loggers.ts FOLDER [PATCH]`. Ruff's `F` and `E9` may find
// nothing new, no comment may be lost, and the second run must change nothing. PATCH gets the new texts, for a person.

const [, , folder = '.', patch] = process.argv;
const engines = createEngines([]);
const none = { ruffConfigs: [], paths: new Map(), toolPins: new Map() };

function* pythonBelow(at: string): Generator<string> {
	for (const entry of readdirSync(at, { withFileTypes: true })) {
		const path = join(at, entry.name);
		if (entry.isDirectory() && !['.git', 'node_modules', 'tests', 'test'].includes(entry.name))
			yield* pythonBelow(path);
		else if (entry.isFile() && /^(?!test_|conftest).*\.py$/.test(entry.name)) yield path;
	}
}

const fileOf = (path: string, text: string) => ({ path, text, lineStarts: lineStartsOf(text) });

const hitsOf = (path: string, text: string): number =>
	engines.ruff(fileOf(path, text), { 'target-version': 'py314', lint: { select: ['F', 'E9'] } }).length;

const commentsOf = (path: string, text: string): string =>
	engines
		.python(fileOf(path, text))
		.findAll({ rule: { kind: 'comment' } })
		.map(node => node.text())
		.join('\n');

const reasons = new Map<string, number>();
const wrong: string[] = [];
let [files, exchanged, records, altered] = [0, 0, 0, 0];
for (const full of pythonBelow(folder)) {
	const text = textOf(readFileSync(full), full);
	if (!/\bgetLogger\b/.test(text)) continue;
	const path = relative(folder, full);
	files++;
	try {
		const result = withStructlog(path, text, none, engines);
		if ('reason' in result) {
			const reason = result.reason.replaceAll(/`[^`]*`/g, '`…`');
			reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
			continue;
		}
		const now = applySplices(text, result.splices);
		exchanged++;
		records += result.swap.records;
		altered += result.swap.altered;
		if (hitsOf(path, now) > hitsOf(path, text)) wrong.push(`${path}: ruff finds more`);
		if (commentsOf(path, now) !== commentsOf(path, text)) wrong.push(`${path}: comments differ`);
		if (!('reason' in withStructlog(path, now, none, engines))) wrong.push(`${path}: not done at once`);
		if (patch !== undefined) writeFileSync(join(patch, path.replaceAll('/', '+')), now);
	} catch (thrown) {
		wrong.push(`${path}: ${saidBy(thrown)}`);
	}
}
process.stdout.write(
	`${files} files ask for a logger, ${exchanged} get one of structlog with ${records} records, ${altered} of them written anew\n`,
);
for (const [reason, count] of [...reasons].toSorted(([, a], [, b]) => b - a))
	process.stdout.write(`  ${String(count).padStart(5)}  ${reason}\n`);
process.stdout.write(`${wrong.length} went wrong\n${wrong.map(each => `  ${each}\n`).join('')}`);
