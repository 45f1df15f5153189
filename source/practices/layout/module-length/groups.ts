import { shortList } from '../../../core/short-list.ts';
import type { DefinitionGroup } from '../../../core/facts/module-shape.ts';
import type { Finding } from '../../../core/finding.ts';
import { defineCheck, notApplicable, pass } from '../../../core/practice.ts';
import { exemptionOf, productionModules } from './modules.ts';

/** Of the length limit, the share from which a group could be a module: 60 of 400 lines. */
const weight = 0.15;

/** From this share of the limit a module is asked: 250 of 400 lines. */
const share = 0.625;

const shown = 3;

const described = ({ names, lines }: DefinitionGroup): string => {
	const listed = shortList(
		names.map(name => `\`${name}\``),
		shown,
	);
	return `${listed} (${lines} lines)`;
};

export default defineCheck({
	id: 'groups',
	spec: '1.2c',
	title: 'Long modules are searched for groups that could stand alone',
	failTitle: 'Some modules hold groups that could stand alone',
	severity: 'info',
	scope: 'project',
	needs: ['repository', 'files', 'modules', 'shapes'],
	check(facts, project) {
		const limit = facts.repository.limits.moduleLines;
		const asked = productionModules(facts, project).filter(
			module => module.lines >= limit * share && exemptionOf(module) === null,
		);
		if (asked.length === 0) {
			return notApplicable(`no production module has ${Math.ceil(limit * share)} lines or more`);
		}
		const notes = asked.flatMap(({ path, shape }): readonly Finding[] => {
			const heavy = (shape?.groups ?? []).filter(({ lines }) => lines >= limit * weight);
			const [first] = heavy;
			if (!first || heavy.length < 2) return [];
			return [
				{
					level: 'info',
					message: `${heavy.length} groups of definitions do not use one another: ${shortList(heavy.map(described), shown, '; ')}`,
					confidence: 'likely',
					at: { path, line: first.line },
					expected: 'a module for each group',
					key: 'groups',
				},
			];
		});
		const long = `of ${Math.ceil(limit * share)} lines or more`;
		const modules = asked.length === 1 ? `one module ${long} was` : `${asked.length} modules ${long} were`;
		const found =
			notes.length === 0
				? `none holds two groups of ${Math.ceil(limit * weight)} lines or more that do not use one another`
				: `${notes.length} could be split`;
		return pass(`${modules} searched, ${found}`, notes);
	},
});
