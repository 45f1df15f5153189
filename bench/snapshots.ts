import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse as parseToml } from 'toml';
import { parseAllDocuments } from 'yaml';
import type { FileMode } from '../source/core/tree.ts';
import { memoryTree, overlay } from '../source/core/tree.ts';
import { createTally, createTrial, offersIn, textOf, saidBy } from './trial.ts';

// Runs every configuration fixer on every configuration file below a folder: `npx tsx bench/snapshots.ts FOLDER…`.
// Each folder that holds one becomes a small repository of its own. Beside the gate, which every plan passes,
// other eyes look at the result: `tomllib` of Python and a YAML parser read it, tables that are not the fixer's are
// equal, other lines are byte for byte as they were, and the second run plans nothing.

const isConfig =
	/^(?:pyproject\.toml|\.pre-commit-config\.ya?ml|setup\.cfg|setup\.py|tox\.ini|pytest\.ini|mypy\.ini|\.coveragerc|Pipfile|uv\.lock|poetry\.lock|requirements[^/]*\.(?:txt|in)|buildspec[^/]*\.ya?ml|\.gitlab-ci\.yml|azure-pipelines[^/]*\.ya?ml|\.travis\.yml|bitbucket-pipelines\.yml|Makefile|\.python-version)$/;

/** Tables of a TOML file that a fixer may touch; a fixer without an entry may touch any. */
const own: Readonly<Record<string, RegExp>> = {
	'ruff-config': /^tool\.ruff(\.|$)/,
	'mypy-config': /^tool\.mypy(\.|$)/,
	'pytest-config': /^tool\.pytest(\.|$)/,
	'raise-python-floor': /^(project|tool\.(poetry|mypy|ruff|black|pdm|hatch)|requires)(\.|$)/,
	'dev-groups': /^(dependency-groups|tool\.uv)(\.|$)/,
	'coverage-config': /^tool\.coverage(\.|$)/,
	'dev-tools':
		/^(dev-packages|dependency-groups|project\.optional-dependencies|tool\.(uv|poetry|pdm|hatch))(\.|$)/,
};

interface Snapshot {
	readonly name: string;
	readonly files: Map<string, Uint8Array>;
}

const code: ReadonlyMap<string, string> = new Map([
	['app/__init__.py', '"""Small."""\n'],
	['app/price.py', 'def price(count: int) -> int:\n    return count * 2\n'],
	[
		'tests/test_price.py',
		'from app.price import price\n\n\ndef test_price() -> None:\n    assert price(2) == 4\n',
	],
]);

/** Every folder with configuration, with the pipelines of its repository where it is the root. */
function* snapshotsBelow(root: string, folder = root): Generator<Snapshot> {
	const entries = readdirSync(folder, { withFileTypes: true });
	const names = entries.filter(entry => entry.isFile() && isConfig.test(entry.name)).map(({ name }) => name);
	const workflows = join(folder, '.github/workflows');
	const paths = names.map(name => join(folder, name));
	if (entries.some(({ name }) => name === '.github')) {
		try {
			for (const name of readdirSync(workflows)) if (/\.ya?ml$/.test(name)) paths.push(join(workflows, name));
		} catch {
			// Without workflows there is nothing to add.
		}
	}
	if (paths.length > 0) {
		const files = new Map<string, Uint8Array>();
		for (const path of paths) files.set(relative(folder, path), new Uint8Array(readFileSync(path)));
		for (const [path, text] of code) files.set(path, new TextEncoder().encode(text));
		yield { name: relative(dirname(root), folder), files };
	}
	for (const entry of entries) {
		if (entry.isDirectory() && !['.git', '.github', 'node_modules'].includes(entry.name))
			yield* snapshotsBelow(root, join(folder, entry.name));
	}
}

type Json = { readonly [key: string]: Json } | readonly Json[] | string | number | boolean | null;

/** Leaves of a TOML value by dotted key. */
const leavesOf = (value: unknown, at: string, into: Map<string, unknown>): Map<string, unknown> => {
	if (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date))
		for (const [key, inner] of Object.entries(value)) leavesOf(inner, at === '' ? key : `${at}.${key}`, into);
	else into.set(at, value);
	return into;
};

const tomlChanges = (before: string, after: string): readonly string[] => {
	const old = leavesOf(parseToml(before), '', new Map());
	const now = leavesOf(parseToml(after), '', new Map());
	return [...new Set([...old.keys(), ...now.keys()])].filter(
		key => !isDeepStrictEqual(old.get(key), now.get(key)),
	);
};

const pythonReads = (texts: readonly string[]): readonly boolean[] => {
	const script =
		'import sys,json,tomllib\nout=[]\nfor t in json.load(sys.stdin):\n try:\n  tomllib.loads(t); out.append(True)\n except Exception: out.append(False)\nprint(json.dumps(out))';
	const { stdout } = spawnSync('python3', ['-c', script], {
		input: JSON.stringify(texts),
		encoding: 'utf8',
		maxBuffer: 1e9,
	});
	const read: Json = JSON.parse(stdout);
	return Array.isArray(read) ? read.map(each => each === true) : [];
};

const trial = createTrial('snapshot');
const tally = createTally();
const wrong: string[] = [];
const tomlResults: { readonly where: string; readonly before: string; readonly after: string }[] = [];
let snapshots = 0;
let files = 0;

/** Lines that are new or gone, whatever their place. */
const changedLines = (before: string, after: string): number => {
	const counts = new Map<string, number>();
	for (const line of before.split('\n')) counts.set(line, (counts.get(line) ?? 0) + 1);
	for (const line of after.split('\n')) counts.set(line, (counts.get(line) ?? 0) - 1);
	return [...counts.values()].reduce((sum, count) => sum + Math.abs(count), 0);
};

const inspect = (where: string, fixer: string, path: string, before: string, after: string): void => {
	tally.lines(fixer, changedLines(before, after));
	if (path.endsWith('.toml') || basename(path) === 'Pipfile') {
		tomlResults.push({ where: `${where} ${fixer} ${path}`, before, after });
		const table = before === '' ? undefined : own[fixer];
		try {
			const strange = table ? tomlChanges(before, after).filter(key => !table.test(key)) : [];
			if (strange.length > 0) wrong.push(`${where} ${fixer}: ${path} changes ${strange.join(', ')}`);
		} catch (thrown) {
			wrong.push(`${where} ${fixer}: ${path} ${String(thrown)}`);
		}
	}
	if (/\.ya?ml$/.test(path) && parseAllDocuments(after).some(({ errors }) => errors.length > 0))
		wrong.push(`${where} ${fixer}: ${path} is no YAML`);
};

const run = async ({ name, files: given }: Snapshot): Promise<void> => {
	snapshots++;
	files += given.size - code.size;
	const analysis = await trial.audit(memoryTree(given, new Map<string, FileMode>()));
	for (const target of offersIn(analysis, fix => fix.safety !== 'exec')) {
		const { fixer } = target;
		const questions = await trial.questions(analysis, target);
		// Whoever asks for a fix wants it: a yes where yes or no is asked, and what is suggested elsewhere.
		const answers = Object.fromEntries(
			questions.map(({ id: question, kind, fallback }) => [
				question,
				kind.type === 'yes-no' ? 'yes' : fallback,
			]),
		);
		const judged = await trial.propose(analysis, target, answers);
		if (judged.outcome === 'declined') {
			tally.declined(fixer, judged.reason, name);
			continue;
		}
		tally.planned(fixer);
		const after = overlay(analysis.tree, judged.changes);
		for await (const read of after.read([...after.files.keys()])) {
			if (!('bytes' in read)) continue;
			const before = given.get(read.path);
			const text = textOf(read.bytes, read.path);
			if (before && textOf(before, read.path) === text) continue;
			inspect(name, fixer, read.path, before ? textOf(before, read.path) : '', text);
		}
		const again = await trial.propose(await trial.audit(after), target, answers);
		if (again.outcome === 'judged') wrong.push(`${name} ${fixer}: the second run plans again`);
	}
};

for (const folder of process.argv.slice(2)) {
	for (const snapshot of snapshotsBelow(folder)) {
		try {
			await run(snapshot);
		} catch (thrown) {
			wrong.push(`${snapshot.name}: ${saidBy(thrown)}`);
		}
	}
}
const readBefore = pythonReads(tomlResults.map(({ before }) => before));
const readAfter = pythonReads(tomlResults.map(({ after }) => after));
tomlResults.forEach(({ where }, at) => {
	if (readBefore[at] === true && readAfter[at] !== true)
		wrong.push(`${where}: Python cannot read it any more`);
});

console.log(`${String(snapshots)} snapshots, ${String(files)} files`);
tally.print(wrong);
