import { expect, test } from 'vitest';
import { coverageOf, isSelected, selectionOf } from '../../../source/core/ruff/selection.ts';
import { targetOf } from '../../../source/core/ruff/target.ts';
import { isSkewed, ruffVersion } from '../../../source/core/ruff/version.ts';
import manifest from '../../../package.json' with { type: 'json' };

const selecting = (lint: Readonly<Record<string, readonly string[]>>) => selectionOf({ lint });

test('the more specific selector wins, and `ignore` where both are equal', () => {
	const selection = selecting({ select: ['E', 'PLR2004'], ignore: ['E501', 'PLR', 'E9'] });
	expect(isSelected(selection, 'E501')).toBe(false);
	expect(isSelected(selection, 'E711')).toBe(true);
	expect(isSelected(selection, 'PLR2004')).toBe(true);
	expect(isSelected(selecting({ select: ['F'], ignore: ['F'] }), 'F401')).toBe(false);
});

test('old names of families mean the new ones', () => {
	expect(isSelected(selecting({ select: ['TCH'] }), 'TC001')).toBe(true);
	expect(isSelected(selecting({ select: ['T2'] }), 'T201')).toBe(true);
});

test('a family is full, partial, ignored or missing', () => {
	const selection = selecting({ select: ['E4', 'E7', 'E9', 'PLR', 'N'], ignore: ['N'] });
	expect(['E', 'PL', 'N', 'B'].map(family => coverageOf(selection, family))).toEqual([
		'full',
		'partial',
		'ignored',
		'missing',
	]);
});

test('a family that is named stays, though `ALL` is ignored', () => {
	expect(coverageOf(selecting({ select: ['B'], ignore: ['ALL'] }), 'B')).toBe('full');
});

test('the target is the lowest Python that is allowed', () => {
	expect(targetOf('>=3.10,<4')).toBe('py310');
	expect(targetOf('~=3.12.1')).toBe('py312');
	expect(targetOf('<4')).toBe(null);
});

test('our ruff is the one installed', () => {
	expect(manifest.dependencies['@astral-sh/ruff-wasm-nodejs']).toBe(ruffVersion);
});

test('a pin of another minor version, or none, leaves room for doubt', () => {
	expect(isSkewed([ruffVersion])).toBe(false);
	expect(isSkewed([ruffVersion, '0.9.1'])).toBe(true);
	expect(isSkewed([])).toBe(true);
});
