import { defineFileGatherer } from '../../core/gather.ts';
import { mayBeTestPath } from '../../core/test-paths.ts';
import { positionAt } from '../../core/text.ts';
import { forEachStatement } from '../../edit/python/statements.ts';

const testFunction = /^(?:async[ \t]+)?def[ \t]+test\w*/;
const testCase = /^class[ \t]+\w+[ \t]*\([^)]*TestCase\b/;
const mark = /\bmark\.([A-Za-z_]\w*)/g;
const registration = /addinivalue_line\(\s*["']markers["']\s*,[\s(]*f?["']{1,3}\s*(\w+)/g;
const importsPytest = /^(?:import|from)[ \t]+pytest\b/;

export default defineFileGatherer({
	fact: 'testUse',
	version: 3,
	wave: 'code',
	wants: mayBeTestPath,
	extract(file) {
		const marks = new Map<string, number>();
		const registered = [...file.text.matchAll(registration)].map(match => match[1] ?? '');
		let tests = 0;
		let testCases = 0;
		let needsPytest = false;
		forEachStatement(file.text, (start, end, indent) => {
			const text = file.text.slice(start, Math.min(end, start + 5000));
			if (testFunction.test(text)) {
				tests++;
				if (indent === 0) needsPytest = true;
			}
			if (testCase.test(text)) testCases++;
			if (importsPytest.test(text)) needsPytest = true;
			for (const match of text.matchAll(mark)) {
				const name = match[1] ?? '';
				const before = text.slice(Math.max(0, match.index - 20), match.index);
				// `pytest.mark.x`, or `mark.x` after `from pytest import mark`.
				if (/(?:pytest\.|^|[^\w.])$/.test(before) && !marks.has(name)) {
					marks.set(name, positionAt(file.lineStarts, start + match.index).line);
				}
			}
		});
		if (tests === 0 && testCases === 0 && marks.size === 0 && registered.length === 0 && !needsPytest)
			return null;
		return {
			tests,
			testCases,
			needsPytest,
			marks: [...marks].map(([name, line]) => ({ name, line })),
			registered,
		};
	},
});
