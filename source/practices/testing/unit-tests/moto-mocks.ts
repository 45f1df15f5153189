import type { Finding } from '../../../core/finding.ts';
import { counted } from '../../../core/counted.ts';
import { standingOf } from '../../../core/locked-versions.ts';
import { isGoneMock } from '../../../core/moto-mocks.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { importsOf } from '../needs.ts';
import { testFilesOf } from './suite.ts';

export default defineCheck({
	id: 'moto-mocks',
	spec: '7.1/moto5',
	title: 'Tests import from moto what the locked version has',
	failTitle: 'Tests import mocks that the locked moto no longer has',
	severity: 'high',
	scope: 'project',
	needs: ['files', 'modules', 'testCode', 'locks', 'requirements'],
	check(facts, project) {
		const files = new Map(testFilesOf(facts, project).map(({ path, value }) => [path, value]));
		const imports = importsOf(facts, project, 'moto').filter(({ path }) => files.has(path));
		if (imports.length === 0) return notApplicable('no test imports moto');
		if (standingOf('moto', [5, 0], project, facts) !== 'at least')
			return notApplicable('nothing proves that moto is 5 or newer');
		const findings = [...files].flatMap(([path, { oldMocks, choosesMoto }]): Finding[] => {
			if (choosesMoto) return [];
			const named = imports.filter(each => each.path === path && isGoneMock(each.module, each.name));
			// A call through the module counts only where the module is what the name stands for.
			const called = imports.some(
				each => each.path === path && each.module === 'moto' && each.name === null && each.as === 'moto',
			)
				? oldMocks
				: [];
			const places = [
				...named.map(({ line, name }) => ({ line, name: name ?? '' })),
				...called.map(({ line, name }) => ({ line, name: `moto.${name}` })),
			].toSorted((a, b) => a.line - b.line);
			const [first] = places;
			if (!first) return [];
			const others = new Set(places.map(({ name }) => name)).size - 1;
			const more = others === 0 ? '' : ` and ${counted(others, 'other')} like it`;
			return [
				{
					level: 'fail',
					message: `moto 5 has no \`${first.name}\`${more}, so that the tests of this file cannot start`,
					confidence: 'likely',
					at: { path, line: first.line },
					found: first.name,
					expected: '`mock_aws`, which stands in for every service',
					key: 'moto',
				},
			];
		});
		return verdictOf(findings, 'tests use `mock_aws`, or nothing of moto that went with version 5');
	},
});
