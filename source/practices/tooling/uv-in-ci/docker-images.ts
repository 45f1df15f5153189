import { folderOf, isWithin, nameIn } from '../../../core/folders.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { isManagedByUv, needs } from './scope.ts';

export default defineCheck({
	id: 'docker-images',
	spec: '2.1e',
	title: 'Images are built from the lockfile',
	failTitle: 'An image is built past the lockfile',
	severity: 'low',
	scope: 'project',
	needs: [...needs, 'dockerfiles', 'files'],
	check(facts, project) {
		if (!isManagedByUv(facts, project)) return notApplicable('uv does not manage this project yet; see 0.2');
		const own = [...facts.dockerfiles].filter(([path]) => {
			if (facts.files.get(path)?.role === 'docs' || facts.files.get(path)?.role === 'test') return false;
			const nearest = facts.projects
				.map(each => each.path)
				.filter(folder => isWithin(folderOf(path), folder))
				.toSorted((a, b) => b.length - a.length)[0];
			return (nearest ?? '.') === project.path;
		});
		if (own.length === 0) return notApplicable('no Dockerfile is in the project');
		const exported = (facts.packaging.get(project.path)?.locks ?? [])
			.filter(({ kind }) => kind === 'exported')
			.map(({ path }) => nameIn(path));
		const findings = own.flatMap(([path, parsed]): readonly Finding[] =>
			parsed.ok
				? parsed.value.pipInstalls
						// A list that uv wrote from the lockfile holds what the lockfile holds.
						.filter(({ command }) => !exported.some(name => command.includes(name)))
						.map(({ line, command }) => ({
							level: 'warn',
							message: `\`${command.slice(0, 120)}\` installs without \`uv.lock\``,
							confidence: 'certain',
							at: { path, line },
							expected: '`uv sync --locked --no-dev`',
							key: command,
						}))
				: [],
		);
		return verdictOf(findings, 'No Dockerfile of the project installs a list with pip');
	},
});
