import { describe, expect, test } from 'vitest';
import { bindings } from '../../source/session/keys.ts';
import { footers } from '../../source/session/footers.ts';
import type { Context } from '../../source/session/keys.ts';

const contexts = [...new Set(bindings.flatMap(binding => binding.contexts))];
const footerEntries = contexts.map((context): [Context, (typeof footers)[Context]] => [
	context,
	footers[context],
]);

describe.each(contexts)('the keys of %s', context => {
	const own = bindings.filter(binding => binding.contexts.includes(context));

	test('each do one thing', () => {
		const keys = own.flatMap(binding => binding.keys);
		expect(keys).toEqual([...new Set(keys)]);
	});

	test('always include a way out', () => {
		expect(own.some(({ command }) => command === 'interrupt')).toBe(true);
	});
});

test.each(footerEntries)('the footer of %s offers keys that are bound there', (context, commands) => {
	expect(commands.length).toBeGreaterThan(0);
	for (const command of commands) {
		expect(bindings.find(binding => binding.command === command)?.contexts).toContain(context);
	}
});

test('yes is y alone, and no key that opens a dialog is y', () => {
	expect(bindings.find(({ command }) => command === 'confirm')?.keys).toEqual(['y']);
	expect(bindings.filter(({ keys }) => keys.some(key => key === 'y'))).toHaveLength(1);
});
