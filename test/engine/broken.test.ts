import { expect, test } from 'vitest';
import type { Facts } from '../../source/core/facts.ts';
import { newlyBroken } from '../../source/engine/broken.ts';

const factsOf = (files: Readonly<Record<string, boolean>>): Facts => {
	const lint = new Map(
		Object.entries(files).map(([path, ok]) => [
			path,
			ok ? { ok, value: [] } : { ok, message: 'unclosed bracket', line: 3 },
		]),
	);
	const facts: Facts = Object.assign(Object.create(null), {
		lint,
		projects: [],
		paths: new Map([['a.py', {}]]),
	});
	return facts;
};

test('a changed file that could be read before and no longer can is named', () => {
	const found = newlyBroken(factsOf({ 'a.py': true }), factsOf({ 'a.py': false }), ['a.py']);
	expect(found).toEqual({ path: 'a.py', message: 'unclosed bracket' });
	expect(newlyBroken(factsOf({}), factsOf({ 'new.py': false }), ['new.py'])?.path).toBe('new.py');
});

test('a file that was broken before, or that the change leaves alone, is not', () => {
	const broken = factsOf({ 'a.py': false });
	expect(newlyBroken(broken, broken, ['a.py'])).toBeNull();
	expect(newlyBroken(factsOf({ 'a.py': true }), broken, ['b.py'])).toBeNull();
});

test('a file that was broken before it moved is not', () => {
	const moves = new Map([['src/a.py', 'a.py']]);
	const [then, now] = [factsOf({ 'a.py': false }), factsOf({ 'src/a.py': false })];
	expect(newlyBroken(then, now, ['a.py', 'src/a.py'], moves)).toBeNull();
	expect(newlyBroken(factsOf({ 'a.py': true }), now, ['src/a.py'], moves)?.path).toBe('src/a.py');
});
