import { practicesOf } from '../core/catalogue.ts';
import type { Catalogue } from '../core/catalogue.ts';
import { jsonOf } from './json.ts';

/** Every section, practice, check and fixer, as its schema says. */
export const listJson = (catalogue: Catalogue): string =>
	jsonOf({
		schema: 1,
		sections: catalogue.sections.map(section => ({
			id: section.id,
			title: section.title,
			practices: practicesOf(catalogue, section.practices).map(practice => ({
				number: practice.number,
				id: practice.id,
				title: practice.title,
				rollup: practice.leaves !== undefined,
				leaves: practice.leaves ?? [],
				checks: practice.checks.map(check => ({
					id: `${practice.id}/${check.id}`,
					title: check.title,
					severity: check.severity,
					fixers: catalogue.fixers
						.filter(({ checks }) => checks.includes(`${practice.id}/${check.id}`))
						.map(({ id, safety }) => ({ id, safety })),
				})),
			})),
		})),
	});

/** The same for reading. */
export const listText = (catalogue: Catalogue): string =>
	catalogue.sections
		.flatMap(section => [
			`${section.id} ${section.title}`,
			...practicesOf(catalogue, section.practices).flatMap(practice => [
				`  ${practice.number} ${practice.id}: ${practice.title}`,
				...(practice.leaves ?? []).map(leaf => `      → ${leaf}`),
				...practice.checks.flatMap(check => {
					const id = `${practice.id}/${check.id}`;
					const fixes = catalogue.fixers
						.filter(({ checks }) => checks.includes(id))
						.map(fixer => `${fixer.id} (${fixer.safety})`);
					return [
						`      ${id}  [${check.severity}]${fixes.length === 0 ? '' : `  fix: ${fixes.join(', ')}`}`,
					];
				}),
			]),
			'',
		])
		.join('\n');
