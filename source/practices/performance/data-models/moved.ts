import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { noPydantic, pydanticOf } from './standing.ts';

// https://docs.pydantic.dev/latest/migration/#moved-in-pydantic-v2
const gone: Readonly<Record<string, string>> = {
	BaseSettings: '`from pydantic_settings import BaseSettings`',
	PyObject: '`ImportString`',
};

export default defineCheck({
	id: 'moved',
	spec: '9.1/pydantic-v1-api',
	title: 'Nothing is imported that Pydantic 2 no longer has',
	failTitle: 'Code imports what Pydantic 2 no longer has',
	severity: 'high',
	scope: 'project',
	needs: ['files', 'modules', 'locks', 'requirements'],
	check(facts, project) {
		const { sites, standing } = pydanticOf(facts, project);
		if (sites.length === 0) return notApplicable(noPydantic);
		if (standing !== 'at least') return notApplicable('nothing proves that the project runs with Pydantic 2');
		const findings = sites
			.filter(({ module, name }) => module === 'pydantic' && name !== null && Object.hasOwn(gone, name))
			.map(({ path, line, name, topLevel }): Finding => ({
				// Inside `try` or a function it may be for others.
				level: topLevel ? 'fail' : 'warn',
				message: `\`from pydantic import ${name ?? ''}\` raises an error with Pydantic 2`,
				confidence: 'likely',
				at: { path, line },
				expected: gone[name ?? ''] ?? '',
				key: name ?? '',
			}));
		return verdictOf(findings, 'every name imported from `pydantic` is one that it has');
	},
});
