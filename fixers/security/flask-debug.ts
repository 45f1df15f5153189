import { argumentsOf, replaceNode } from '../../source/edit/python/calls.ts';
import { importModule } from '../../source/edit/python/imports.ts';
import { isHidden } from '../../source/edit/python/names.ts';
import { quoteOf } from '../../source/edit/python/quotes.ts';
import { fixWeakCalls, isOpenWith } from './weak-calls.ts';

// https://flask.palletsprojects.com/en/stable/debugging/

export default fixWeakCalls({
	id: 'flask-debug',
	title: 'Switch the debugger on by the environment',
	checks: ['security-scans/clean'],
	safety: 'review',
	needs: [],
	safetyNote:
		'The debugger and the reloader are off where `FLASK_DEBUG` is not `1`. Whoever starts the file to develop has to set it.',
	takes: isOpenWith('S201'),
	isMeant: (_, __, call) => argumentsOf(call).keywords.get('debug')?.field('value')?.text() === 'True',
	mend({ call, text, root, names }) {
		const value = argumentsOf(call).keywords.get('debug')?.field('value');
		if (!value) return 'it does not say `debug=True`';
		const quote = quoteOf(root);
		const { code, edit } = importModule(text, root, names, 'os');
		if (isHidden(code, call, names)) return `\`${code}\` is something else in the function around it`;
		return [
			edit,
			[replaceNode(value, `${code}.environ.get(${quote}FLASK_DEBUG${quote}) == ${quote}1${quote}`)],
		];
	},
	says: () => ({
		summary: 'switch the debugger on by the environment',
		changed: '`debug=True` asks for `FLASK_DEBUG` instead.',
		atRunTime: 'The debugger and the reloader run only where `FLASK_DEBUG` is `1`.',
		followUps: ['Set `FLASK_DEBUG=1` where the application is developed'],
	}),
});
