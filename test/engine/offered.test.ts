import { expect, test } from 'vitest';
import type { FileMode } from '../../source/core/tree.ts';
import { memoryTree } from '../../source/core/tree.ts';
import { localAnalyst } from './local-analyst.ts';

const analyse = localAnalyst('orders');

const offers = async (check: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> => {
	const bytes = new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]));
	const tree = memoryTree(bytes, new Map<string, FileMode>());
	const { report } = await analyse(tree, { commit: null, dirty: false }, new Map(), () => {});
	return report.sections
		.flatMap(({ practices }) => practices.flatMap(({ checks }) => checks))
		.filter(({ id }) => id === check)
		.flatMap(({ findings }) => findings.map(({ fix }) => fix?.fixer ?? 'none'));
};

const tests = { 'tests/test_price.py': 'import pytest\n\n\ndef test_price() -> None:\n    assert pytest\n' };
const script = { 'setup.py': 'from setuptools import setup\n\nsetup(name="orders")\n' };
const manifest = { 'pyproject.toml': '[project]\nname = "orders"\nversion = "1.0.0"\n' };

test('a fix is offered where it has a file to write to, and not where facts show that it has none', async () => {
	expect(await offers('ci-gates/python-warnings', { ...tests, ...script })).toEqual(['none']);
	expect(await offers('ci-gates/python-warnings', { ...tests, ...manifest })).toEqual(['warnings-as-errors']);
});

test('the filter for warnings is not offered where an entry behind it would take it back', async () => {
	const pyproject = `${manifest['pyproject.toml']}\n[tool.pytest.ini_options]\nfilterwarnings = ["once::Warning"]\n`;
	expect(await offers('ci-gates/python-warnings', { ...tests, 'pyproject.toml': pyproject })).toEqual([
		'none',
	]);
});

test('a gate is offered only for a tool that the project has', async () => {
	const workflow = {
		'.github/workflows/ci.yml':
			'on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v5\n      - run: uv run mypy src\n',
		'src/orders/__init__.py': '"""Orders."""\n',
	};
	const declared = `${manifest['pyproject.toml']}\n[dependency-groups]\ndev = ["ruff", "mypy"]\n\n[tool.ruff]\nline-length = 100\n`;
	expect(await offers('ci-gates/lint-gate', { ...manifest, ...workflow })).toEqual(['none']);
	expect(await offers('ci-gates/lint-gate', { ...workflow, 'pyproject.toml': declared })).toEqual([
		'ci-gate',
	]);
});

test('the first hooks are offered for a tool only where they would run it, and where nothing else runs before a commit', async () => {
	const code = { 'src/orders/__init__.py': '"""Orders."""\n' };
	const ruff = { 'pyproject.toml': `${manifest['pyproject.toml']}\n[tool.ruff]\nline-length = 100\n` };
	const typed = { 'pyproject.toml': `${ruff['pyproject.toml']}\n[tool.mypy]\nstrict = true\n` };
	expect(await offers('pre-commit/configured', { ...code, ...ruff })).toEqual(['pre-commit-hooks']);
	expect(await offers('pre-commit/types', { ...code, ...ruff })).toEqual(['none']);
	expect(await offers('pre-commit/types', { ...code, ...typed })).toEqual(['pre-commit-hooks']);
	const nested = { 'tools/.pre-commit-config.yaml': 'repos: []\n' };
	expect(await offers('pre-commit/types', { ...code, ...typed, ...nested })).toEqual(['none']);
});

test('a newer Python is offered where no job of a matrix would be left on an older one', async () => {
	const pipeline = (versions: string): Readonly<Record<string, string>> => ({
		'main.py': 'print("hello")\n',
		'pyproject.toml': `${manifest['pyproject.toml']}requires-python = ">=3.11"\n`,
		'azure-pipelines.yml': `strategy:\n  matrix:\n${versions}steps:\n  - task: UsePythonVersion@0\n    inputs:\n      versionSpec: $(python)\n`,
	});
	expect(await offers('python-version/floor', pipeline('    New:\n      python: "3.13"\n'))).toEqual([
		'raise-python-floor',
	]);
	expect(await offers('python-version/floor', pipeline('    Old:\n      python: "3.11"\n'))).toEqual([
		'none',
	]);
});
