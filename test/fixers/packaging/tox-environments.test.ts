import { expect, test } from 'vitest';
import { newerEnvironments } from '../../../fixers/packaging/tox-environments.ts';

test.each([
	// One list on one line, with environments that are no Python.
	['py38,py39,py310,py311,py312,py313,mypy,precom', 'py313,mypy,precom'],
	['py312, py313, lint', 'py313, lint'],
	['lint, py313, py312', 'lint, py313'],
	// One a line.
	['\n    py311\n    py313\n    py314\n', '\n    py313\n    py314\n'],
	['\n    py313\n    py311\n', '\n    py313\n'],
	// Generated from factors.
	['py{310,311,313,314}-{test,mypy}, cov', 'py{313,314}-{test,mypy}, cov'],
	['py{311,312,313}', 'py313'],
	['py{311, 312}-{a,b}\n\tpy{313}-c', 'py{313}-c'],
	['py3.11, py3.13', 'py3.13'],
	// Nothing but old ones: the first is raised, what it stands with stays.
	['py38, py39', 'py313'],
	['py{38,39}-{django4,django5}, lint', 'py313-{django4,django5}, lint'],
	// Nothing old, or nothing that is surely a version.
	['py313, py314', 'py313, py314'],
	['py, lint', 'py, lint'],
	['py{38,py3}, py313', 'py{38,py3}, py313'],
	['', ''],
])('%j becomes %j', (list, wanted) => {
	expect(newerEnvironments(list, 13)).toBe(wanted);
	expect(newerEnvironments(wanted, 13)).toBe(wanted);
});
