/** A line of text being typed. */
export interface Field {
	readonly text: string;
	/** Where the next character goes, in UTF-16 units; always between two characters as a reader counts them. */
	readonly caret: number;
}

/** More than any answer needs; a paste by accident must not fill the screen. */
const longest = 500;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

export const fieldOf = (text: string): Field => ({ text, caret: text.length });

export const emptyField: Field = fieldOf('');

/** Where the character before the caret starts. */
const before = ({ text, caret }: Field): number =>
	[...graphemes.segment(text.slice(0, caret))].at(-1)?.index ?? 0;

/** Where the character behind the caret ends. */
const behind = ({ text, caret }: Field): number => {
	for (const { segment } of graphemes.segment(text.slice(caret))) return caret + segment.length;
	return caret;
};

const without = ({ text }: Field, from: number, to: number): Field => ({
	text: text.slice(0, from) + text.slice(to),
	caret: from,
});

/** Adds text at the caret; line ends become spaces, other controls are dropped. */
export const typed = ({ text, caret }: Field, more: string): Field => {
	const clean = more
		.replace(/[\r\n\t]+/g, ' ')
		.replace(/\p{Cc}/gu, '')
		.slice(0, Math.max(0, longest - text.length));
	return { text: text.slice(0, caret) + clean + text.slice(caret), caret: caret + clean.length };
};

export type FieldCommand =
	| 'caret-left'
	| 'caret-right'
	| 'caret-start'
	| 'caret-end'
	| 'erase'
	| 'erase-ahead'
	| 'erase-word'
	| 'erase-all';

const edits: Readonly<Record<FieldCommand, (field: Field) => Field>> = {
	'caret-left': field => ({ ...field, caret: before(field) }),
	'caret-right': field => ({ ...field, caret: behind(field) }),
	'caret-start': field => ({ ...field, caret: 0 }),
	'caret-end': ({ text }) => fieldOf(text),
	erase: field => without(field, before(field), field.caret),
	'erase-ahead': field => without(field, field.caret, behind(field)),
	'erase-word': field =>
		without(field, field.text.slice(0, field.caret).replace(/\S+\s*$|\s+$/, '').length, field.caret),
	'erase-all': () => emptyField,
};

export const edited = (field: Field, command: FieldCommand): Field => edits[command](field);

export const isFieldCommand = (command: string): command is FieldCommand => Object.hasOwn(edits, command);
