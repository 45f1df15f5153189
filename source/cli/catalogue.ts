import { fixers } from '../../fixers/index.ts';
import { checklist } from '../checklist.ts';
import type { Catalogue } from '../core/catalogue.ts';
import { decisionsPractice, decisionsSectionId } from '../core/decisions-practice.ts';
import { practices } from '../practices/index.ts';

/** Everything this program knows. */
export const catalogue: Catalogue = { sections: checklist, practices, fixers };

/** The same with what is judged beside the checklist; `explain` knows it, lists are of the checklist. */
export const explained: Catalogue = {
	...catalogue,
	sections: [
		...catalogue.sections,
		{ id: decisionsSectionId, title: 'Decisions', practices: [decisionsPractice.number] },
	],
	practices: [...catalogue.practices, { ...decisionsPractice, checks: [] }],
};
