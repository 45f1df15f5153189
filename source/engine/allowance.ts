import type { Request } from './protocol.ts';

/** Time for each character of text to read: several times what the slowest fixer needs on a busy machine. */
const msPerCharacter = 1 / 100;
/** However much there is to read: a person waits for it. */
const longestMs = 110_000;

const charactersIn = (request: Request): number => {
	switch (request.kind) {
		case 'verify':
			return request.files.reduce(
				(sum, { before, after }) => sum + (before?.length ?? 0) + (after?.length ?? 0),
				0,
			);
		case 'plan':
			return [...request.input.texts.values()].reduce((sum, { length }) => sum + length, 0);
		case 'decide':
			return request.text.length;
		case 'gather':
		case 'questions':
		case 'reads':
			return 0;
	}
};

/**
 * Milliseconds that a request may take beyond the limit of one file: a plan for a thousand files is one request. Files
 * that are gathered are answered one by one, each within its own limit.
 */
export const allowanceOf = (request: Request): number =>
	Math.min(longestMs, Math.round(charactersIn(request) * msPerCharacter));
