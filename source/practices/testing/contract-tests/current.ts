import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { standingOf } from '../../../core/locked-versions.ts';
import { importsOf } from '../needs.ts';

// https://github.com/pact-foundation/pact-python/blob/main/MIGRATION.md
const moved: ReadonlySet<string> = new Set(['Consumer', 'Provider', 'Like', 'EachLike', 'Term', 'Format']);

export default defineCheck({
	id: 'current',
	spec: '7.3/api',
	title: 'Contract tests import what the version of Pact in use has',
	failTitle: 'Contract tests import what version 3 of Pact has moved',
	severity: 'high',
	scope: 'project',
	needs: ['files', 'modules', 'locks', 'requirements'],
	check(facts, project) {
		const uses = importsOf(facts, project, 'pact').filter(({ isTest }) => isTest);
		if (uses.length === 0) return notApplicable('no test imports `pact`');
		if (standingOf('pact-python', [3, 0], project, facts) !== 'at least') {
			return notApplicable('nothing proves that pact-python is 3 or newer');
		}
		const findings = uses
			.filter(({ module, name }) => module === 'pact' && name !== null && moved.has(name))
			.map(({ path, line, name, topLevel }): Finding => ({
				level: topLevel ? 'fail' : 'warn',
				message: `\`from pact import ${name ?? ''}\` raises an error with pact-python 3`,
				confidence: 'likely',
				at: { path, line },
				expected: `\`from pact.v2 import ${name ?? ''}\`, or the new interface`,
				key: name ?? '',
			}));
		return verdictOf(findings, 'the tests import what pact-python 3 has');
	},
});
