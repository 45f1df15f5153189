import { expect, test } from 'vitest';
import type { Project } from '../../source/core/facts.ts';
import { projectsWithin, rootFor } from '../../source/engine/within.ts';

const project = (path: string): Project => ({
	path,
	name: path,
	kinds: ['service'],
	declared: true,
	manifests: [`${path}/pyproject.toml`],
	lockRoot: '.',
});
const all = ['.', 'services/api', 'services/api-docs', 'services/worker'].map(project);
const within = (folder: string): readonly string[] => projectsWithin(all, folder).map(({ path }) => path);

test('without a folder every project is judged', () => {
	expect(within('')).toEqual(['.', 'services/api', 'services/api-docs', 'services/worker']);
});
test('a folder stands for the projects in it', () => {
	expect(within('services')).toEqual(['services/api', 'services/api-docs', 'services/worker']);
});
test('a project’s own folder is that project, not one whose name begins alike', () => {
	expect(within('services/api')).toEqual(['services/api']);
});
test('a folder inside a project stands for that project', () => {
	expect(within('services/api/src/api')).toEqual(['services/api']);
	expect(within('docs')).toEqual(['.']);
});
test('a fixture or sample that is named stands for itself', () => {
	expect(rootFor('fixtures/repos/orders')).toBe('fixtures/repos/orders');
	expect(rootFor('services/examples')).toBe('services/examples');
	expect(rootFor('services/api')).toBe('');
	expect(rootFor('')).toBe('');
});
