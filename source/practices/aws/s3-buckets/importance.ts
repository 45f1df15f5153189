import { isList, isTable } from '../../../core/data.ts';
import type { Data } from '../../../core/facts/config.ts';

/** What a bucket's name says of the worth of its objects; `both` where it says two things. */
export type Importance = 'critical' | 'passing' | 'both' | 'unsaid';

const critical = new Set(
	'data backup archive audit ledger customer order invoice document record upload state tfstate'.split(' '),
);
const passing = new Set(
	'log logs logging artifact deploy deployment tmp temp temporary cache static website web public cdn staging scratch codepipeline'.split(
		' ',
	),
);

/** Words of names in any case: `OrderDataBucket`, `order-data`. */
export const wordsOf = (name: string): readonly string[] =>
	name
		.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
		.replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^a-z]+/)
		.filter(word => word !== '');

const singular = (word: string): string => (word.length > 3 ? word.replace(/s$/, '') : word);

/** Text of a name that may be put together by intrinsic functions; what is filled in is left out. */
export const writtenIn = (value: Data | undefined): string => {
	if (typeof value === 'string') return value.replaceAll(/\$\{[^}]*\}/g, ' ');
	if (isList(value)) return value.map(writtenIn).join(' ');
	if (!isTable(value)) return '';
	return Object.entries(value)
		.filter(([key]) => key !== 'Ref' && key !== 'Fn::GetAtt' && key !== 'Fn::ImportValue')
		.map(([, inner]) => writtenIn(inner))
		.join(' ');
};

/** Judges by whole words, so that a catalogue is no log and a webhook no website. */
export const importanceOf = (names: readonly string[]): Importance => {
	const words = names.flatMap(wordsOf);
	const has = (set: ReadonlySet<string>): boolean =>
		words.some(word => set.has(word) || set.has(singular(word)));
	const athena = words.includes('athena') && words.some(word => singular(word) === 'result');
	const isPassing = athena || has(passing);
	if (has(critical)) return isPassing ? 'both' : 'critical';
	return isPassing ? 'passing' : 'unsaid';
};
