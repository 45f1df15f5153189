import { expect, test } from 'vitest';
import { flagsIn } from '../../source/core/mypy-strict.ts';

test('flags count under their own names, whatever they are called', () => {
	const flags = flagsIn({
		disallow_untyped_defs: true,
		allow_untyped_calls: false,
		implicit_reexport: false,
		no_strict_equality: true,
		strict_concatenate: true,
		pretty: true,
	});
	expect([...flags]).toEqual([
		['disallow_untyped_defs', true],
		['disallow_untyped_calls', true],
		['no_implicit_reexport', true],
		['strict_equality', false],
		['extra_checks', true],
	]);
});
