import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { findingOn } from './scope.ts';

// https://docs.python.org/3/howto/logging.html#configuring-logging-for-a-library

const program = /(?:^|\/)(?:__main__\.py$|cli[^/]*\.py$|console\.py$|commands?(?:\/|\.py$)|cli\/)/;
const terminal = /^(?:argparse|click|typer|fire|docopt|cyclopts)$/;

export default defineCheck({
	id: 'library-configuration',
	spec: '3.1 libraries',
	title: 'A library leaves the configuration of logging to its users',
	failTitle: 'A library configures logging when it is imported',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'modules', 'logUse'],
	check(facts, project) {
		const { kinds } = project;
		if (!kinds.includes('library') || kinds.includes('lambda') || kinds.includes('service')) {
			return notApplicable('the project is not a library');
		}
		const programs = new Set(
			filesIn(facts.modules, facts, project)
				.filter(
					({ path, value }) =>
						program.test(path) ||
						value.hasMainGuard ||
						value.handlers.length > 0 ||
						value.imports.some(({ module }) => terminal.test(module)),
				)
				.map(({ path }) => path),
		);
		const findings = filesIn(facts.logUse, facts, project)
			.filter(({ role, path }) => role === 'prod' && !programs.has(path))
			.flatMap(({ value }): readonly Finding[] =>
				value.setups
					.filter(({ of, atImport }) => atImport && of !== 'level')
					.map(setup =>
						findingOn(setup, {
							level: 'warn',
							message: 'Importing this module changes how the whole program logs',
							expected: '`logging.getLogger(__name__)` alone; the program configures logging',
							key: setup.of,
						}),
					),
			);
		return verdictOf(findings, 'no module configures logging when it is imported');
	},
});
