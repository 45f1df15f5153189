import { expect, test } from 'vitest';
import { parseShell } from '../../../source/core/shell/parse.ts';
import type { ShellStart } from '../../../source/core/shell/run.ts';
import { runsOf } from '../../../source/core/shell/run.ts';

const start: ShellStart = {
	variables: new Map(),
	positional: [],
	folder: '.',
	scriptFolder: 'scripts',
	errexit: true,
	pipefail: false,
};
const runs = (text: string, given: Partial<ShellStart> = {}) =>
	runsOf(parseShell(text), text, { ...start, ...given });
const words = (text: string, given: Partial<ShellStart> = {}) =>
	runs(text, given).map(run => run.words.join(' '));
const lost = (text: string, program: string, given: Partial<ShellStart> = {}) =>
	runs(text, given)
		.find(run => run.words[0] === program)
		?.lost.map(({ kind }) => kind);

test('comments, redirections and here-documents are no words', () => {
	const text =
		'ruff check . # all\nmypy src > log.txt 2>&1\ncat <<EOF > out\nruff format\nEOF\npytest <<< "x"\n';
	expect(words(text)).toEqual(['ruff check .', 'mypy src', 'cat', 'pytest']);
});

test('a continued line is one command', () => {
	expect(words('pytest \\\n  -q \\\r\n  tests')).toEqual(['pytest -q tests']);
});

test('variables that the script sets are put in, others stay', () => {
	const [run] = runs('X=src\nTOOL="mypy"\n$TOOL ${X}/app $REST');
	expect(run?.words).toEqual(['mypy', 'src/app', '$REST']);
	expect(run?.unresolved).toEqual(['$REST']);
});

test('a default stands in for what is not set', () => {
	expect(words('ruff check ${DIR:-src}')).toEqual(['ruff check src']);
});

test('a loop over words runs once for each', () => {
	expect(words('for d in a b; do make -C "$d" lint; done')).toEqual(['make -C a lint', 'make -C b lint']);
});

test('functions run where they are called, with their arguments', () => {
	expect(words('lint() { ruff check "$@"; }\nlint src')).toEqual(['ruff check src']);
	expect(words('lint() { ruff check; }\nt() { pytest; }\n"$@"', { positional: ['lint'] })).toEqual([
		'ruff check',
	]);
});

test('a case takes the branch of its argument', () => {
	const text = 'case "$1" in\n  lint) ruff check ;;\n  *) pytest ;;\nesac';
	expect(words(text, { positional: ['lint'] })).toEqual(['ruff check']);
	expect(words(text, { positional: ['x'] })).toEqual(['pytest']);
});

test('the folder follows `cd`, and comes back after brackets', () => {
	const text = '(cd app && ruff check)\nmypy\ncd "$(dirname "$0")/.."\npytest\ncd $WHERE\nblack .';
	expect(runs(text).map(({ folder }) => folder)).toEqual(['app', '.', '.', null]);
});

test.each([
	['ruff check || true', ['fallback']],
	['ruff check || echo failed', ['fallback']],
	['ruff check || exit 0', ['fallback']],
	['ruff check || exit 1', []],
	['ruff check || { echo no; exit 1; }', []],
	['ruff check || ruff check --diff', []],
	['ruff check || FAILED=1', []],
	['ruff check | tee log', ['pipe']],
	['set -o pipefail\nruff check | tee log', []],
	['ruff check; true', []],
	['set +e\nruff check\npytest', ['errexit-off']],
	['set +e\nruff check\nset -e\npytest', ['errexit-off']],
	['set +e\nruff check\nCODE=$?\nexit $CODE', []],
	['if ruff check; then echo ok; fi', ['condition-of-shell']],
	['if ! ruff check; then exit 1; fi', []],
	['ruff check && mypy\npytest', ['errexit-off']],
	['ruff check && mypy', []],
	['(ruff check) || true', ['fallback']],
	['(set +e; ruff check)\npytest', []],
])('%j', (text, expected) => {
	expect(lost(text, 'ruff')).toEqual(expected);
});

test('a shell that goes on loses all but the last status', () => {
	const text = 'ruff check\nmypy';
	expect(lost(text, 'ruff', { errexit: false })).toEqual(['errexit-off']);
	expect(lost(text, 'mypy', { errexit: false })).toEqual([]);
	expect(lost('ruff check; true', 'ruff', { errexit: false })).toEqual(['fallback']);
});

test.each([
	'if',
	'case x in',
	'((',
	'${',
	'`a',
	"'",
	'for',
	'}',
	')',
	'a && ',
	'| b',
	'<<',
	'f() {',
	'$(('.repeat(500),
	'{ '.repeat(5000),
])('a broken script is read as far as it goes: %#', text => {
	expect(() => runs(text)).not.toThrow();
});

test('a long script is read in time', () => {
	const text = 'if [ -n "$A" ]; then\n  ruff check "${B:-x}" | tee out || echo no\nfi\n'.repeat(1500);
	const before = performance.now();
	runs(text);
	expect(performance.now() - before).toBeLessThan(3000);
});
