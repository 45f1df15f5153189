import { allowedMinors, nameOfMinor } from '../../source/core/python-versions.ts';

/** The range with its lower bound raised; what else it says stays as long as it leaves something. */
export const raisedRange = (specifier: string, minor: number): string => {
	const wanted = nameOfMinor(minor);
	const caret = /^([\^~])\s*3(?:\.\d+)*$/.exec(specifier.trim());
	if (caret?.[1] === '^') return `^${wanted}`;
	const raised = specifier.replace(/(?:>=|>|~=|\^)\s*3(?:\.\d+)*(?![\d.*])/, `>=${wanted}`);
	const allowed = allowedMinors(raised);
	return allowed?.[0] === minor && raised.includes(`>=${wanted}`) ? raised : `>=${wanted}`;
};
