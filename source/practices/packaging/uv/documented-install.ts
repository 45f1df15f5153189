import { counted } from '../../../core/counted.ts';
import { managersOf } from '../../../core/dependency-managers.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, pass } from '../../../core/practice.ts';
import { packagingOf } from '../python-version/scope.ts';

const shownAtMost = 20;

export default defineCheck({
	id: 'documented-install',
	spec: '0.2d',
	title: 'Documents and makefiles install with uv',
	failTitle: 'Documents or makefiles install with another tool than uv',
	severity: 'info',
	scope: 'project',
	needs: [
		'packaging',
		'projects',
		'paths',
		'toml',
		'ini',
		'setupScripts',
		'requirements',
		'installLines',
		'files',
	],
	check(facts, project) {
		const found = packagingOf(facts, project);
		if ('verdict' in found) return found.verdict;
		if (!managersOf(project, facts).some(({ manager }) => manager === 'uv'))
			return notApplicable('uv does not manage the project yet');
		const notes = [...facts.installLines].flatMap(([path, parsed]) => {
			if (!parsed.ok || (facts.files.get(path)?.project ?? '.') !== project.path) return [];
			return parsed.value.map(({ line, source, command }): Finding => ({
				level: 'info',
				message: `\`${command}\` is what readers are told to run`,
				confidence: 'likely',
				at: { path, line },
				found: source,
				expected: 'uv sync',
				key: command,
			}));
		});
		return pass(
			notes.length === 0
				? 'No document installs with another tool'
				: `${counted(notes.length, 'line installs', 'lines install')} with another tool`,
			notes.slice(0, shownAtMost),
		);
	},
});
