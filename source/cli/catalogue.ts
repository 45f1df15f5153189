import { fixers } from '../../fixers/index.ts';
import { checklist } from '../checklist.ts';
import type { Catalogue } from '../core/catalogue.ts';
import { practices } from '../practices/index.ts';

/** Everything this program knows. */
export const catalogue: Catalogue = { sections: checklist, practices, fixers };
