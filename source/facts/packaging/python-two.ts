import { stringsAt } from '../../core/data.ts';
import type { DeclaredPython } from '../../core/facts/packaging.ts';
import type { Place } from '../../core/finding.ts';
import type { ProjectManifests } from './declared-python.ts';
import { spotOf } from './document.ts';

const classifier = /^Programming Language :: Python :: 2(?:\.\d+)?(?: :: Only)?$/;
const allowed = /(?:>=?|\^|~=?|==)\s*2(?:\.|$|,)/;

/** Where a manifest says that the code runs on Python 2, too; a range counts for more than a classifier. */
export const pythonTwo = (
	{ pyproject, setupCfg, setupScript }: ProjectManifests,
	declared: readonly DeclaredPython[],
): Place | null => {
	if (declared.length > 0) return declared.find(({ specifier }) => allowed.test(specifier))?.at ?? null;
	if (pyproject) {
		for (const path of [
			['project', 'classifiers'],
			['tool', 'poetry', 'classifiers'],
		]) {
			const at = stringsAt(pyproject.value, path).findIndex(line => classifier.test(line));
			if (at >= 0) return spotOf(pyproject, [...path, at]).at;
		}
	}
	const option = setupCfg?.sections['metadata']?.options['classifiers'];
	if (setupCfg && option?.value.split('\n').some(line => classifier.test(line.trim())))
		return { path: setupCfg.path, line: option.line };
	const found = setupScript?.value.classifiers.find(({ value }) => classifier.test(value));
	return setupScript && found ? { path: setupScript.path, line: found.line } : null;
};
