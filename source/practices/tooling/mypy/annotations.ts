import type { Finding, Level } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { isOnlyScripts } from './scope.ts';

const enough = 0.95;
const few = 0.7;

/** No part of the path says that the module is private. */
const isPublic = (path: string): boolean =>
	path.split('/').every(part => !part.startsWith('_') || /^__\w+__(?:\.py)?$/.test(part));

export default defineCheck({
	id: 'annotations',
	spec: '2.3e',
	title: 'Public functions and methods are annotated',
	failTitle: 'Public functions and methods lack annotations',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'annotations'],
	check(facts, project) {
		const modules = filesIn(facts.annotations, facts, project).filter(
			({ role, path }) => role === 'prod' && isPublic(path),
		);
		const sum = (of: (value: (typeof modules)[number]['value']) => number): number =>
			modules.reduce((total, { value }) => total + of(value), 0);
		const functions = sum(value => value.functions);
		if (functions === 0) return notApplicable('the project has no public functions');
		const annotated = sum(value => value.annotated);
		const share = annotated / functions;
		const percent = Math.floor(share * 100);
		const level: Level = share >= enough ? 'info' : share >= few || isOnlyScripts(project) ? 'warn' : 'fail';
		const findings = modules.flatMap(({ path, value }): readonly Finding[] => {
			if (value.annotated === value.functions) return [];
			const { first } = value;
			const module = `${value.annotated} of ${value.functions} public functions ${value.functions === 1 ? 'is' : 'are'} annotated`;
			return [
				{
					level,
					message: `${module} here, ${percent} % in the whole project`,
					confidence: 'certain',
					at: first ? { path, line: first.line, column: first.column } : { path },
					...(first ? { found: first.source } : {}),
					expected: 'a type for each parameter and for what is returned',
					key: 'annotations',
				},
			];
		});
		const anys = sum(value => value.anys);
		const words = anys > 0 ? `, ${anys} uses of \`Any\` in signatures` : '';
		return verdictOf(findings, `${annotated} of ${functions} public functions are annotated${words}`);
	},
});
