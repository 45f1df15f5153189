import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn, isRunning } from '../../../core/project-files.ts';
import { findingAt, switchedOff } from './judgement.ts';

export default defineCheck({
	id: 'ruamel',
	spec: '8.2d',
	title: '`ruamel.yaml` reads with a safe or round-trip loader',
	failTitle: '`ruamel.yaml` reads with a loader that builds any Python object',
	severity: 'high',
	scope: 'project',
	needs: ['files', 'toml', 'modules', 'deserialization'],
	check(facts, project) {
		const importing = filesIn(facts.modules, facts, project).some(
			({ role, value }) =>
				isRunning(role) && value.imports.some(({ module }) => /^ruamel(?:\.|$)/.test(module)),
		);
		if (!importing) return notApplicable('no code that the project runs imports `ruamel.yaml`');
		const off = switchedOff(facts, project, ['S506']);
		const findings = filesIn(facts.deserialization, facts, project).flatMap(({ role, value }) =>
			value.ruamel.flatMap(site =>
				findingAt(
					site,
					role,
					off,
					site.verdict === 'unsafe'
						? {
								level: 'fail',
								message: 'This loader of `ruamel.yaml` builds any Python object',
								expected: '`YAML(typ="safe")` or `YAML()`',
							}
						: {
								level: 'warn',
								message:
									'Without a loader, `ruamel.yaml` below 0.18 builds any Python object and later versions raise',
								confidence: 'likely',
								expected: '`YAML(typ="safe").load(…)`',
							},
				),
			),
		);
		return verdictOf(findings, 'no `ruamel.yaml` loader is an unsafe one');
	},
});
