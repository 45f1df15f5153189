import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The promise "auditing never executes or changes your code" is a lint rule: planted violations must fail.

const forbidden: readonly (readonly [file: string, imported: string])[] = [
	['source/core/planted.ts', 'node:fs'],
	['source/core/planted.ts', 'yaml'],
	['source/core/planted.ts', '../practices/index.ts'],
	['source/core/facts/planted.ts', '../../engine/pool.ts'],
	['source/core/facts/planted.ts', '@ast-grep/napi'],
	['source/edit/planted.ts', 'node:fs/promises'],
	['source/edit/planted.ts', '../facts/scope.ts'],
	['source/edit/toml/planted.ts', '../../practices/index.ts'],
	['source/facts/python/planted.ts', 'node:fs'],
	['source/facts/python/planted.ts', 'execa'],
	['source/facts/python/planted.ts', '../../practices/index.ts'],
	['source/practices/http/planted.ts', 'node:fs'],
	['source/practices/http/planted.ts', 'node:child_process'],
	['source/practices/http/planted.ts', 'yaml'],
	['source/practices/http/planted.ts', '../../edit/toml.ts'],
	['source/practices/http/planted.ts', '../../facts/python/modules.ts'],
	['source/practices/http/planted.ts', '../../../fixers/index.ts'],
	['fixers/http/planted.ts', 'node:fs'],
	['fixers/http/planted.ts', 'execa'],
	['fixers/http/planted.ts', '../../source/git/write.ts'],
	['fixers/http/planted.ts', '../../source/practices/index.ts'],
	['source/checklist.ts', './practices/index.ts'],
	['source/config/planted.ts', 'toml'],
	['source/config/planted.ts', '../engine/pool.ts'],
	['source/report/planted.ts', 'node:fs'],
	['source/report/planted.ts', '../engine/pool.ts'],
	['source/report/planted.ts', 'react'],
	['source/session/planted.ts', 'node:fs'],
	['source/session/planted.ts', 'ink'],
	['source/session/planted.ts', '../engine/pool.ts'],
	['source/session/keys/planted.ts', '../../ui/theme.ts'],
	['source/engine/planted.ts', 'node:fs'],
	['source/engine/planted.ts', 'node:child_process'],
	['source/engine/planted.ts', 'execa'],
	['source/engine/planted.ts', '../git/write.ts'],
	['source/engine/pool.ts', 'node:child_process'],
	['source/engine/host.ts', 'node:fs'],
	['source/engine/serve.ts', 'node:fs'],
	['source/engine/planted.ts', '../remote/messages.ts'],
	['source/remote/planted.ts', 'node:child_process'],
	['source/remote/planted.ts', 'node:process'],
	['source/remote/planted.ts', '../engine/workbench.ts'],
	['source/remote/planted.ts', '../git/write.ts'],
	['source/remote/planted.ts', '../wiring.ts'],
	['source/remote/start-process.ts', 'node:fs'],
	['source/remote/start-process.ts', '../engine/workbench.ts'],
	['source/remote/serve-process.ts', 'node:fs'],
	['source/git/planted.ts', 'node:child_process'],
	['source/git/planted.ts', '../tools/run.ts'],
	['source/git/planted.ts', 'react'],
	['source/tools/planted.ts', 'simple-git'],
	['source/tools/planted.ts', 'node:child_process'],
	['source/tools/planted.ts', '../git/write.ts'],
	['source/ui/planted.tsx', 'node:fs'],
	['source/ui/planted.tsx', 'execa'],
	['source/ui/planted.tsx', '../engine/pool.ts'],
	['source/ui/planted.tsx', '../remote/remote-workbench.ts'],
	['source/ui/screens/planted.tsx', '../../git/write.ts'],
	['source/ui/screens/planted.tsx', '../../practices/index.ts'],
	['source/cli/planted.ts', 'node:fs/promises'],
	['source/cli/planted.ts', 'execa'],
	['source/cli/planted.ts', '../git/write.ts'],
	['source/cli/planted.ts', '../wiring.ts'],
	['source/cli/planted.ts', '../wiring-programs.ts'],
	['source/cli/planted.ts', '../entries.ts'],
	['source/session/planted.ts', '../remote/messages.ts'],
];

const allowed: readonly (readonly [file: string, imported: string])[] = [
	['source/core/allowed.ts', './errors.ts'],
	['source/core/facts/allowed.ts', '../finding.ts'],
	['source/edit/allowed.ts', 'yaml'],
	['source/facts/python/allowed.ts', '../../edit/toml.ts'],
	['source/practices/http/allowed.ts', '../../core/facts/python.ts'],
	['fixers/http/allowed.ts', '../../source/edit/toml.ts'],
	['source/engine/allowed.ts', '../practices/index.ts'],
	['source/remote/allowed.ts', '../session/ports.ts'],
	['source/git/allowed.ts', 'node:fs'],
	['source/git/allowed.ts', 'simple-git'],
	['source/tools/allowed.ts', 'execa'],
	['source/ui/allowed.tsx', 'ink'],
	['source/ui/allowed.tsx', '../session/state.ts'],
	['source/cli.tsx', './git/write.ts'],
];

const root = fileURLToPath(new URL('..', import.meta.url));
let folder = '';
const hits = new Map<string, number>();

const plant = (name: string, line: string): void => {
	const path = join(folder, name);
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, `${line}\n`);
};

const nameOf = (file: string, index: number): string =>
	file.replace(/(planted|allowed)(?=\.tsx?$)/, `$1-${index}`);

/** Each import in a file of its own, except where the rule is about one file. */
const linesByFile = (cases: typeof forbidden): ReadonlyMap<string, readonly string[]> => {
	const files = new Map<string, string[]>();
	for (const [index, [file, imported]] of cases.entries()) {
		const name = nameOf(file, index);
		const names = imported === 'ink' ? 'Box' : 'planted';
		files.set(name, [
			...(files.get(name) ?? []),
			`export { ${names} as planted${index} } from '${imported}';`,
		]);
	}
	return files;
};

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'layers-'));
	const config: unknown = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8'));
	// Types of planted files are of no interest, and resolving them takes time.
	writeFileSync(
		join(folder, '.oxlintrc.json'),
		JSON.stringify({ ...Object(config), options: { typeAware: false } }),
	);
	for (const [file, lines] of [...linesByFile(forbidden), ...linesByFile(allowed)])
		plant(file, lines.join('\n'));
	plant(
		'source/core/long.ts',
		Array.from({ length: 401 }, (_, at) => `export const a${at} = ${at};`).join('\n'),
	);
	plant('source/ui/raw.tsx', "export { Text } from 'ink';");
	const { stdout } = await execa(
		join(root, 'node_modules/.bin/oxlint'),
		['-c', '.oxlintrc.json', '-f', 'json'],
		{
			cwd: folder,
			reject: false,
		},
	);
	const { diagnostics } = JSON.parse(stdout);
	for (const { code, filename } of diagnostics) {
		const key = `${filename} ${code}`;
		hits.set(key, (hits.get(key) ?? 0) + 1);
	}
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const restricted = (file: string): number => hits.get(`${file} eslint(no-restricted-imports)`) ?? 0;

test.each(forbidden.map(([file, imported], index) => [file, imported, nameOf(file, index)] as const))(
	'%s may not import %s',
	(_file, _imported, name) => {
		expect(restricted(name)).toBeGreaterThan(0);
	},
);

test.each(allowed.map(([file, imported], index) => [file, imported, nameOf(file, index)] as const))(
	'%s may import %s',
	(_file, _imported, name) => {
		expect(restricted(name)).toBe(0);
	},
);

test('a file of more than 400 lines fails', () => {
	expect(hits.get('source/core/long.ts eslint(max-lines)')).toBe(1);
});

test('text reaches the screen through one component only', () => {
	expect(restricted('source/ui/raw.tsx')).toBe(1);
});
