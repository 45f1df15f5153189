import { argumentsOf, replaceNode } from '../../source/edit/python/calls.ts';
import { importModule } from '../../source/edit/python/imports.ts';
import { fixWeakCalls, isOpenWith } from './weak-calls.ts';

// https://docs.python.org/3/library/ast.html#ast.literal_eval

export default fixWeakCalls({
	id: 'literal-eval',
	title: 'Read data with `ast.literal_eval`',
	checks: ['security-scans/clean'],
	safety: 'guided',
	needs: [],
	safetyNote:
		'`ast.literal_eval` gives the same value for text that is a literal, and raises `ValueError` or `SyntaxError` for all else, ' +
		'arithmetic and names included. Whether the text is data is not in the code, so it asks. Calls with names of their own stay.',
	takes: isOpenWith('S307'),
	question: {
		id: 'is-data',
		prompt: 'Is what these calls evaluate only ever data, such as numbers, strings, lists and dictionaries?',
		explanation:
			'Expressions with names, calls or arithmetic raise an error afterwards; no leaves the calls.',
		kind: { type: 'yes-no' },
		fallback: 'no',
	},
	leaves: { answer: 'no', reason: 'what is evaluated may be more than data, by your answer' },
	isMeant: callee => callee.text() === 'eval',
	mend({ call, callee, text, root, names }) {
		const { positional, keywords, kwargs, splat } = argumentsOf(call);
		const [first] = positional;
		if (!first || positional.length !== 1 || keywords.size > 0 || kwargs || splat)
			return 'the text is evaluated with names of its own';
		if (first.kind() === 'call' && first.field('function')?.text() === 'compile')
			return 'what is evaluated is compiled code';
		if (first.has({ rule: { kind: 'interpolation' } })) return 'the text is put together as code';
		const { code, edit } = importModule(text, root, names, 'ast');
		return [edit, [replaceNode(callee, `${code}.literal_eval`)]];
	},
	says: () => ({
		summary: 'read data without evaluating it',
		changed: '`eval` is `ast.literal_eval`.',
		atRunTime: 'Text that is no literal raises `ValueError` or `SyntaxError` instead of being run.',
		followUps: ['Check that callers catch `ValueError` and `SyntaxError`'],
	}),
});
