import { practicesOf } from '../core/catalogue.ts';
import type { Catalogue } from '../core/catalogue.ts';
import type { AnyCheck, Practice } from '../core/practice.ts';
import { leavesOf } from '../core/roll-up.ts';

const indent = (text: string): readonly string[] =>
	text.split('\n').map(line => (line === '' ? '' : `    ${line}`));

const checkLines = (practice: Practice, check: AnyCheck, { fixers }: Catalogue): readonly string[] => {
	const id = `${practice.id}/${check.id}`;
	return [
		`  ${id}  [${check.severity}]`,
		`    ${check.title}`,
		...fixers
			.filter(({ checks }) => checks.includes(id))
			.flatMap(fixer => [
				`    Fix (${fixer.safety}, ${fixer.id}): ${fixer.title}`,
				`      ${fixer.safetyNote}`,
			]),
	];
};

/** What a roll-up rests on, by the names that users know. */
const leafLines = (practice: Practice, { practices }: Catalogue): readonly string[] => {
	const { checks } = leavesOf(practice, practices);
	return practices.flatMap(({ id, number, checks: own }) => {
		const deciding = own.filter(check => checks.includes(`${id}/${check.id}`));
		return deciding.flatMap(check => [`  ${id}/${check.id}  [${number}]`, `    ${check.title}`]);
	});
};

const practiceLines = (
	practice: Practice,
	checks: readonly AnyCheck[],
	catalogue: Catalogue,
): readonly string[] => [
	`${practice.number} ${practice.title}`,
	`  ${practice.id}`,
	'',
	'Why',
	...indent(practice.why),
	'',
	...(checks.length === 0
		? []
		: [
				checks.length === 1 ? 'What is checked' : `What is checked (${checks.length})`,
				...checks.flatMap(check => checkLines(practice, check, catalogue)),
			]),
	...(practice.leaves && practice.leaves.length > 0
		? [
				...(checks.length === 0 ? [] : ['']),
				`What decides it, the worst of these${practice.isAdvice === true ? ', as a warning at most' : ''}; each is counted where it stands`,
				...leafLines(practice, catalogue),
			]
		: []),
	'',
	'What good looks like',
	...indent(practice.example.text.trimEnd()),
	'',
	'By hand',
	...indent(practice.remedy),
	...(practice.errata && practice.errata.length > 0
		? ['', 'Where the checklist is unclear', ...practice.errata.flatMap(indent)]
		: []),
	'',
	'Read on',
	...practice.links.map(link => `    ${link}`),
	...(practice.seeAlso.length === 0 ? [] : ['', `See also ${practice.seeAlso.join(', ')}`]),
	'',
];

/** What an id names, in full; null when it names nothing. A section gives its practices by name. */
export const explanationOf = (id: string, catalogue: Catalogue): string | null => {
	const section = catalogue.sections.find(candidate => candidate.id === id);
	if (section) {
		const practices = practicesOf(catalogue, section.practices);
		return [
			`${section.id} ${section.title}`,
			...practices.map(practice => `  ${practice.number} ${practice.id}: ${practice.title}`),
			...(practices.length === 0 ? ['  No practice of this section is checked yet'] : []),
			'',
		].join('\n');
	}
	for (const practice of catalogue.practices) {
		if (practice.id === id || practice.number === id) {
			return practiceLines(practice, practice.checks, catalogue).join('\n');
		}
		const check = practice.checks.find(candidate => `${practice.id}/${candidate.id}` === id);
		if (check) return practiceLines(practice, [check], catalogue).join('\n');
	}
	const fixer = catalogue.fixers.find(candidate => candidate.id === id);
	if (!fixer) return null;
	return [
		`${fixer.id} (${fixer.safety})`,
		`  ${fixer.title}`,
		`  ${fixer.safetyNote}`,
		'',
		'May change',
		...fixer.touches.map(glob => `    ${glob}`),
		'',
		'Mends',
		...fixer.checks.map(check => `    ${check}`),
		'',
	].join('\n');
};
