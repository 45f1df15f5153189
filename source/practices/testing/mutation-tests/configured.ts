import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { standingOf } from '../../../core/locked-versions.ts';
import { declaredIn } from '../../tooling/dev-tools/scope.ts';

// https://github.com/boxed/mutmut/blob/main/HISTORY.rst
const renamed: readonly (readonly [before: string, after: string])[] = [
	['paths_to_mutate', 'source_paths'],
	['tests_dir', 'pytest_add_cli_args_test_selection'],
];

export default defineCheck({
	id: 'configured',
	spec: '7.5',
	title: 'Mutation testing is configured for the version in use',
	failTitle: 'Mutation testing is configured with names that are gone, or leaves its files to git',
	severity: 'low',
	scope: 'project',
	needs: [
		'files',
		'toml',
		'ini',
		'ignores',
		'locks',
		'requirements',
		'devDependencies',
		'packaging',
		'toolPins',
	],
	check(facts, project) {
		const declared = declaredIn(facts, project);
		const other = ['cosmic-ray', 'mutatest'].find(name => declared.has(name));
		const prefix = project.path === '.' ? '' : `${project.path}/`;
		const document = facts.toml.get(`${prefix}pyproject.toml`);
		const settings = document?.ok ? document.value.locations['/tool/mutmut'] : undefined;
		const ini = facts.ini.get(`${prefix}setup.cfg`);
		const section = ini?.ok ? ini.value.sections['mutmut'] : undefined;
		if (!declared.has('mutmut') && !settings && !section) {
			return other === undefined
				? notApplicable(
						'no tool for mutation testing is declared; the checklist asks for one only where it is needed',
					)
				: verdictOf([], `\`${other}\` is among the dependencies`);
		}
		const findings: Finding[] = [];
		if (standingOf('mutmut', [3, 6], project, facts) === 'at least') {
			for (const [before, after] of renamed) {
				const inToml = document?.ok ? document.value.locations[`/tool/mutmut/${before}`] : undefined;
				const line = inToml?.line ?? section?.options[before]?.line;
				if (line === undefined) continue;
				findings.push({
					level: 'warn',
					message: `\`${before}\` is deprecated since mutmut 3.6`,
					confidence: 'likely',
					at: { path: `${prefix}${inToml ? 'pyproject.toml' : 'setup.cfg'}`, line },
					expected: `\`${after}\``,
					key: before,
				});
			}
		}
		const isIgnored = [...facts.ignores.values()].some(
			parsed =>
				parsed.ok && parsed.value.some(({ pattern }) => /^\/?(?:\*\*\/)?mutants\/?\*?$/.test(pattern)),
		);
		if (!isIgnored && standingOf('mutmut', [3, 0], project, facts) === 'at least') {
			findings.push({
				level: 'warn',
				message: 'mutmut writes copies of the code to `mutants/`, which git does not ignore',
				confidence: 'likely',
				at: declared.get('mutmut') ?? { path: `${prefix}pyproject.toml` },
				expected: '`mutants/` in `.gitignore`',
				key: 'mutants',
			});
		}
		return verdictOf(findings, '`mutmut` is there, and nothing in its settings is out of date');
	},
});
