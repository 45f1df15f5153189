import { expect, test } from 'vitest';
import { covers } from '../../../source/core/ci.ts';
import type { CiCommand } from '../../../source/core/facts/ci.ts';

const command = (args: readonly string[], directory: string | null = '.'): CiCommand => ({
	program: 'mypy',
	args,
	runner: [],
	env: {},
	text: ['mypy', ...args].join(' '),
	path: 'ci.yml',
	line: 1,
	column: 1,
	via: [],
	provider: 'github',
	source: 'ci.yml',
	stepPath: 'ci.yml',
	stepLine: 1,
	job: 'a',
	step: 0,
	action: null,
	hook: null,
	triggers: ['push'],
	directory,
	softeners: [],
	unresolved: [],
});

test('a command that names no folder looks at all below where it runs', () => {
	expect(covers(command(['--strict']), 'services/api')).toBe(true);
	expect(covers(command([], 'services'), 'services/api')).toBe(true);
	expect(covers(command([], 'web'), 'services/api')).toBe(false);
});

test('a bare word beside a path is a folder too', () => {
	expect(covers(command(['src/service', 'cdk', 'tests']), 'cdk')).toBe(true);
	expect(covers(command(['src/service', 'cdk']), 'web')).toBe(false);
});

test('where it runs cannot be known, so it may look at anything', () => {
	expect(covers(command(['src/'], null), 'web')).toBe(true);
});

test('what a variable holds may be any folder', () => {
	expect(covers(command(['--config', './lint/mypy.ini', '${COMPONENTS}']), 'web')).toBe(true);
	expect(covers(command(['--config', './lint/mypy.ini', 'cdk']), 'web')).toBe(false);
});
