import type { Facts, Project } from '../../../core/facts.ts';
import type { Finding, Level } from '../../../core/finding.ts';
import { defineCheck, notApplicable, verdictOf } from '../../../core/practice.ts';
import { filesIn } from '../../../core/project-files.ts';
import { isOnlyScripts } from './scope.ts';

const enough = 0.95;
const few = 0.7;

/** No part of the path says that the module is private. */
const isPublic = (path: string): boolean =>
	path.split('/').every(part => !part.startsWith('_') || /^__\w+__(?:\.py)?$/.test(part));

const publicModules = (facts: Pick<Facts, 'files' | 'annotations'>, project: Project) =>
	filesIn(facts.annotations, facts, project).filter(({ role, path }) => role === 'prod' && isPublic(path));

/** How many functions of a project others may call. */
export const publicFunctionsIn = (facts: Pick<Facts, 'files' | 'annotations'>, project: Project): number =>
	publicModules(facts, project).reduce((total, { value }) => total + value.functions, 0);

export default defineCheck({
	id: 'annotations',
	spec: '2.3e',
	title: 'Public functions and methods are annotated',
	failTitle: 'Public functions and methods lack annotations',
	severity: 'low',
	scope: 'project',
	needs: ['files', 'annotations', 'packaging'],
	check(facts, project) {
		const modules = publicModules(facts, project);
		const sum = (of: (value: (typeof modules)[number]['value']) => number): number =>
			modules.reduce((total, { value }) => total + of(value), 0);
		const functions = publicFunctionsIn(facts, project);
		if (functions === 0) return notApplicable('the project has no public functions');
		const two = facts.packaging.get(project.path)?.pythonTwo;
		if (two) {
			const place = two.line === undefined ? two.path : `${two.path}:${two.line}`;
			return notApplicable(`the code runs on Python 2 too, which has no annotations (\`${place}\`)`);
		}
		const annotated = sum(value => value.annotated);
		const share = annotated / functions;
		const percent = Math.floor(share * 100);
		const level: Level = share >= enough ? 'info' : share >= few || isOnlyScripts(project) ? 'warn' : 'fail';
		const findings = modules.flatMap(({ path, value }) =>
			value.bare.map(({ name, hit, hits }): Finding => ({
				level,
				message: `\`${name}\` is not fully annotated${hits > 1 ? ` (${hits} annotations are missing)` : ''}; ${percent} % of the public functions are`,
				confidence: 'certain',
				at: { path, line: hit.line, column: hit.column, endLine: hit.endLine, endColumn: hit.endColumn },
				found: hit.source,
				expected: 'a type for each parameter and for what is returned',
				key: name,
			})),
		);
		const anys = sum(value => value.anys);
		const words = anys > 0 ? `, ${anys} uses of \`Any\` in signatures` : '';
		const counted =
			functions === 1 ? 'the one public function is' : `${annotated} of ${functions} public functions are`;
		const isPartly = filesIn(facts.annotations, facts, project).some(
			({ role, path, value }) => role === 'prod' && !isPublic(path) && value.functions > 0,
		);
		const left = isPartly ? '; modules with a leading underscore do not count' : '';
		return verdictOf(findings, `${counted} annotated${words}${left}`);
	},
});
