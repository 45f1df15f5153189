import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Executes what codemods of Python make, and what they made it of, on the same inputs: `tsx bench/codemods.ts PYTHON`,
// where PYTHON has Pydantic 2, PyYAML 6, pytest and hypothesis. What it runs are the fixtures of this repository.

const python = process.argv[2] ?? 'python3';
const root = fileURLToPath(new URL('..', import.meta.url));

const filesBelow = (folder: string, prefix = ''): readonly string[] =>
	readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
		entry.isDirectory()
			? filesBelow(join(folder, entry.name), `${prefix}${entry.name}/`)
			: entry.name.endsWith('.py')
				? [`${prefix}${entry.name}`]
				: [],
	);

const run = (args: readonly string[], cwd = root): string =>
	execFileSync(python, ['-B', ...args], {
		cwd,
		encoding: 'utf8',
		maxBuffer: 64_000_000,
		stdio: ['ignore', 'pipe', 'ignore'],
		// Sets print in the order of their hashes.
		env: { ...process.env, PYTHONHASHSEED: '0' },
	});

/** Why the two texts differ in what they do; null where they do not. */
type Compare = (before: string, after: string) => string | null;

const alike =
	(driver: string): Compare =>
	(before, after) =>
		run([join(root, 'bench/codemods', driver), before]) === run([join(root, 'bench/codemods', driver), after])
			? null
			: 'differs';

/** Plain input gives the same; what was dangerous is refused. */
const hardened =
	(driver: string): Compare =>
	(before, after) => {
		const [old, now] = [before, after].map((path): { readonly plain: unknown; readonly tagged: string } =>
			JSON.parse(run([join(root, 'bench/codemods', driver), path])),
		);
		if (JSON.stringify(old?.plain) !== JSON.stringify(now?.plain)) return 'differs';
		return now?.tagged === 'refused' ? null : 'still takes what it should refuse';
	};

interface Suite {
	readonly home: string;
	readonly compare: Compare;
	/** Which fixtures of the folder the driver can run; all, unless told. */
	readonly of?: string;
	/** Fixtures whose code cannot be run by itself, and why. */
	readonly left?: Readonly<Record<string, string>>;
}

const suites: readonly Suite[] = [
	{ home: 'data-models/validators', compare: alike('outcomes.py') },
	{ home: 'data-models/slots', compare: alike('outcomes.py') },
	{ home: 'safe-deserialization/yaml-load', compare: hardened('documents.py') },
	{
		home: 'security-scans/clean',
		compare: hardened('archives.py'),
		of: 'fail-archive',
		left: { 'fail-archive-of-any-kind': 'imports what is not there' },
	},
	{ home: 'unit-tests/aaa', compare: alike('trees.py') },
];

let equal = 0;
const different: string[] = [];
for (const { home, compare, of = '', left } of suites) {
	const folder = join(root, 'fixtures/practices', home);
	for (const name of readdirSync(folder)) {
		const [before, after] = [join(folder, name, 'before'), join(folder, name, 'after')];
		if (!name.startsWith(of) || !existsSync(after)) continue;
		if (left?.[name] !== undefined) {
			process.stdout.write(`  ${home}/${name} is left out: it ${left[name]}\n`);
			continue;
		}
		for (const path of filesBelow(after)) {
			if (!existsSync(join(before, path))) continue;
			if (readFileSync(join(before, path), 'utf8') === readFileSync(join(after, path), 'utf8')) continue;
			const problem = compare(join(before, path), join(after, path));
			if (problem === null) equal++;
			else different.push(`${home}/${name}/${path} ${problem}`);
		}
	}
}

/** How many tests passed and did not, of a folder with sources of its own. */
const outcomeOf = (folder: string): string =>
	/^(?:\d+ \w+(?:, )?)+(?= in )/m.exec(
		spawnSync(python, ['-B', '-m', 'pytest', '-q', '-p', 'no:cacheprovider', '-p', 'no:warnings', '.'], {
			cwd: folder,
			encoding: 'utf8',
			env: {
				...process.env,
				PYTHONPATH: join(folder, 'src'),
				HYPOTHESIS_STORAGE_DIRECTORY: '/dev/null/none',
			},
		}).stdout,
	)?.[0] ?? 'nothing ran';

const tested = ['unit-tests/naming', 'unit-tests/style', 'property-tests/generated'];
let suitesEqual = 0;
for (const home of tested) {
	const folder = join(root, 'fixtures/practices', home);
	for (const name of readdirSync(folder)) {
		const [before, after] = [join(folder, name, 'before'), join(folder, name, 'after')];
		if (!existsSync(after)) continue;
		const [old, now] = [outcomeOf(before), outcomeOf(after)];
		// Tests that are added pass, too.
		const holds = home.startsWith('property') ? /^\d+ passed$/.test(now) : old === now && /passed/.test(now);
		if (holds) suitesEqual++;
		else different.push(`${home}/${name}: ${old} became ${now}`);
	}
}
process.stdout.write(
	`${equal} files behave alike before and after, ${suitesEqual} suites of tests pass, ${different.length} do not\n`,
);
for (const path of different) process.stdout.write(`  ${path}\n`);
process.exitCode = different.length > 0 ? 1 : 0;
