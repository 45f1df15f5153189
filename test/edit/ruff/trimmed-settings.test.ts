import { expect, test } from 'vitest';
import { trimmedSettings } from '../../../source/edit/ruff/trimmed-settings.ts';
import { createEngines } from '../../../source/engine/engines.ts';

const engines = createEngines([]);

test('selectors that our ruff does not know, or no longer, are left out and named', () => {
	const lint = { select: ['F', 'QQ1'], ignore: ['E501'], 'extend-select': ['ANN101'] };
	expect(trimmedSettings({ lint }, engines)).toEqual({
		settings: { lint: { select: ['F'], ignore: ['E501'], 'extend-select': [] } },
		unknown: ['QQ1', 'ANN101'],
		problem: null,
	});
});

test('an option of another version is left out', () => {
	const { settings, problem } = trimmedSettings({ 'line-length': 90, nonsense: 1 }, engines);
	expect(problem).toBe(null);
	expect(settings).not.toHaveProperty('nonsense');
});

test('a value of the wrong kind is a problem, not an error', () => {
	expect(trimmedSettings({ 'line-length': 'wide' }, engines).problem).toContain('invalid type');
});
