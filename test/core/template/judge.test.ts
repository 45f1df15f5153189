import { describe, expect, test } from 'vitest';
import type { Project } from '../../../source/core/facts.ts';
import { isSample, ownerOf } from '../../../source/core/template/judge.ts';

const projectsAt = (...paths: readonly string[]): { readonly projects: readonly Project[] } => ({
	projects: paths.map(path => ({
		path,
		name: path,
		kinds: [],
		declared: true,
		manifests: [],
		lockRoot: path,
	})),
});

describe('the project that answers for a template', () => {
	test('is the nearest one above it', () => {
		expect(ownerOf('shop/infra/template.yaml', projectsAt('.', 'shop'))).toBe('shop');
	});
	test('is the first one below it where none is above', () => {
		expect(ownerOf('template.yaml', projectsAt('functions/a', 'functions/b'))).toBe('functions/a');
	});
	test('is the root where there is none at all', () => {
		expect(ownerOf('shop/template.yaml', projectsAt())).toBe('.');
	});
});

describe('a template', () => {
	test.each([
		'tests/data/stack.yaml',
		'integration/resources/one.yaml',
		'e2e/stack.yaml',
		'load-tests/stack.yaml',
		'examples/shop/template.yaml',
		'benchmark/template.yaml',
	])('%s is a sample', path => {
		expect(isSample(path, '.')).toBe(true);
	});
	test.each(['template.yaml', 'python-test-samples/api/template.yaml', 'latest/template.yaml', 'tests.yaml'])(
		'%s is none',
		path => {
			expect(isSample(path, '.')).toBe(false);
		},
	);
	test('in an example that is a project of its own is none', () => {
		expect(isSample('examples/shop/template.yaml', 'examples/shop')).toBe(false);
	});
});
