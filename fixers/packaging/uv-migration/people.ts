import type { Data } from '../../../source/core/facts/config.ts';

const split = (text: string | null | undefined): readonly string[] =>
	(text ?? '')
		.split(',')
		.map(part => part.trim())
		.filter(part => part !== '');

/** `authors` of what setuptools takes as two texts, each of which may hold several; names may not hold commas. */
export const peopleOf = (names: string | null | undefined, emails: string | null | undefined): Data[] => {
	const [who, where] = [split(names), split(emails)];
	if (who.length === where.length) return who.map((name, at) => ({ name, email: where[at] ?? '' }));
	// Whose address is whose is not known.
	return [...who.map(name => ({ name })), ...where.map(email => ({ email }))];
};
