import { expect, test } from 'vitest';
import { lineStartsOf } from '../../../source/core/text.ts';
import { createEngines } from '../../../source/engine/engines.ts';
import toolPins from '../../../source/facts/tools/tool-pins.ts';

const engines = createEngines([]);
const pinsIn = (path: string, text: string): readonly string[] =>
	(toolPins.extract({ path, text, lineStarts: lineStartsOf(text) }, engines, undefined) ?? []).map(
		({ tool, version, line }) => `${line} ${tool} ${version}`,
	);

test('lockfiles pin', () => {
	expect(pinsIn('uv.lock', '[[package]]\r\nname = "ruff"\r\nversion = "0.9.1"\r\n')).toEqual([
		'2 ruff 0.9.1',
	]);
	expect(pinsIn('Pipfile.lock', '{"develop": {"mypy": {"hashes": [], "version": "==1.2"}}}')).toEqual([
		'1 mypy 1.2',
	]);
});

test('hooks pin by their revision', () => {
	const text = 'repos:\n  - repo: https://github.com/astral-sh/ruff-pre-commit\n    rev: v0.15.1\n';
	expect(pinsIn('.pre-commit-config.yaml', text)).toEqual(['2 ruff 0.15.1']);
});

test('requirements may name a tool without one version', () => {
	expect(pinsIn('requirements-dev.txt', 'pytest>=8\nruff==0.9.0\npytest-mock\n')).toEqual([
		'1 pytest ',
		'2 ruff 0.9.0',
	]);
});
