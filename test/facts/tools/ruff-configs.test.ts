import { expect, test } from 'vitest';
import type { Parsed } from '../../../source/core/facts.ts';
import type { TomlDocument } from '../../../source/core/facts/config.ts';
import { lineStartsOf } from '../../../source/core/text.ts';
import { createEngines } from '../../../source/engine/engines.ts';
import toml from '../../../source/facts/config/toml.ts';
import ruffConfigs from '../../../source/facts/tools/ruff-configs.ts';

const engines = createEngines([]);

const configsOf = (files: Readonly<Record<string, string>>) => {
	const documents = new Map<string, Parsed<TomlDocument>>();
	for (const [path, text] of Object.entries(files)) {
		const value = toml.extract({ path, text, lineStarts: lineStartsOf(text) }, engines, undefined);
		if (value) documents.set(path, { ok: true, value });
	}
	return ruffConfigs.derive({ toml: documents });
};

test('in one folder `.ruff.toml` goes before `ruff.toml`, and both before the manifest', () => {
	const files = { 'ruff.toml': '', '.ruff.toml': '', 'pyproject.toml': '[tool.ruff]\n' };
	expect(configsOf(files).map(({ path }) => path)).toEqual(['.ruff.toml']);
});

test('a manifest without a table of ruff configures nothing, but tells the Python', () => {
	const files = { 'pyproject.toml': '[project]\nrequires-python = ">=3.11"\n', 'sub/ruff.toml': '' };
	expect(configsOf(files)).toMatchObject([{ path: 'sub/ruff.toml', inferredTarget: 'py311' }]);
});

test('what extends without a selection adds to it, and can bring back what was ignored', () => {
	const files = {
		'base.toml': '[lint]\nselect = ["E"]\nignore = ["E501", "E711"]\n',
		'ruff.toml': 'extend = "base.toml"\n[lint]\nextend-select = ["B", "E501"]\nignore = ["B008"]\n',
	};
	expect(configsOf(files)[0]?.settings).toMatchObject({
		lint: { select: ['E'], 'extend-select': ['B', 'E501'], ignore: ['E711', 'B008'] },
	});
});

test('what extends with a selection starts afresh', () => {
	const files = {
		'base.toml': '[lint]\nselect = ["E"]\nignore = ["E501"]\n',
		'ruff.toml': 'extend = "base.toml"\n[lint]\nselect = ["F"]\n',
	};
	expect(configsOf(files)[0]?.settings['lint']).toEqual({ select: ['F'] });
});

test('paths count from the file that has them', () => {
	const files = {
		'base/ruff.toml': 'exclude = ["old"]\n',
		'app/ruff.toml': 'extend = "../base/ruff.toml"\nextend-exclude = ["new"]\n',
	};
	expect(configsOf(files)[0]?.exclude).toEqual([
		{ base: 'base', patterns: ['old'] },
		{ base: 'app', patterns: ['new'] },
	]);
});

test('files that extend each other come to an end', () => {
	const files = { 'ruff.toml': 'extend = "b.toml"\n', 'b.toml': 'extend = "ruff.toml"\nline-length = 90\n' };
	expect(configsOf(files)[0]?.settings).toMatchObject({ 'line-length': 90 });
});

test('a base outside the repository is named', () => {
	expect(configsOf({ 'ruff.toml': 'extend = "~/ruff.toml"\n' })[0]?.unresolved).toEqual(['~/ruff.toml']);
});
